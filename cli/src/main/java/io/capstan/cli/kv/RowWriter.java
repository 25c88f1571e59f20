package io.capstan.cli.kv;

import io.capstan.core.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Rows to a stream, one after another, in a form that [RowReader] reads back to the same bytes.
///
/// Text is written byte for byte, so that keys and values need not be UTF-8. CSV and JSON hold
/// every row. `key<TAB>value` has no escapes, on purpose: whatever people have in such files is
/// taken as it stands. So it cannot hold a line end, nor a tab in a key; such a row is an
/// [UnfitRow].
public final class RowWriter {
    private final OutputStream out;
    private final RowReader.Form form;

    public RowWriter(OutputStream out, RowReader.Form form) {
        this.out = out;
        this.form = form;
    }

    public void write(Bytes key, Bytes value) throws IOException {
        switch (form) {
            case TAB -> tab(key, value);
            case CSV -> {
                field(key);
                out.write(',');
                field(value);
            }
            case JSON -> out.write(RowJson.write(key, value).getBytes(StandardCharsets.UTF_8));
        }
        out.write('\n');
    }

    private void tab(Bytes key, Bytes value) throws IOException {
        boolean fit =
                !has(key, '\t') && !has(key, '\n') && !has(value, '\n') && !endsInReturn(value);
        if (!fit) throw new UnfitRow(key);
        out.write(key.toArray());
        out.write('\t');
        out.write(value.toArray());
    }

    /// A line's end may be CR LF, so a CR before it would be taken for a part of it.
    private static boolean endsInReturn(Bytes value) {
        return !value.isEmpty() && value.at(value.length() - 1) == '\r';
    }

    /// RFC 4180: in quotes where it must be, with quotes inside doubled.
    private void field(Bytes bytes) throws IOException {
        boolean quoted = has(bytes, '"') || has(bytes, ',') || has(bytes, '\n') || has(bytes, '\r');
        if (quoted) out.write('"');
        for (byte b : bytes.toArray()) {
            if (b == '"') out.write('"');
            out.write(b);
        }
        if (quoted) out.write('"');
    }

    private static boolean has(Bytes bytes, char wanted) {
        for (int i = 0; i < bytes.length(); i++) if (bytes.at(i) == wanted) return true;
        return false;
    }
}
