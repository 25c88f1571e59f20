package io.capstan.cli.kv;

import io.capstan.core.Bytes;
import io.capstan.core.request.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Rows from a stream, one after another, in one of three forms. Text is taken byte for byte, so
/// that keys and values need not be UTF-8 (except in JSON).
public final class RowReader {
    /// The longest line (or CSV record), in bytes; a longer one ends the reading.
    static final int MAX_LINE_BYTES = 8 << 20;

    /// How rows are written.
    public enum Form {
        /// `key<TAB>value`; all further tabs belong to the value.
        TAB,
        /// `key,value` with quotes as RFC 4180 has them.
        CSV,
        /// `{"key":…,"value":…}`.
        JSON;

        /// The form that a file's name tells; empty where it tells none.
        public static Optional<Form> ofName(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.endsWith(".csv")) return Optional.of(CSV);
            if (lower.endsWith(".json") || lower.endsWith(".jsonl") || lower.endsWith(".ndjson"))
                return Optional.of(JSON);
            if (lower.endsWith(".tsv") || lower.endsWith(".tab")) return Optional.of(TAB);
            return Optional.empty();
        }
    }

    private final InputStream in;
    private Optional<Form> form;
    private long line;
    private boolean ended;

    /// `form` empty: the first line tells.
    public RowReader(InputStream in, Optional<Form> form) {
        this.in = in;
        this.form = form;
    }

    /// The number of the line last read, from 1.
    public long line() {
        return line;
    }

    /// The next row; empty at the end. Throws [BadRow] for a line that is none. Empty lines are
    /// passed over.
    public Optional<KeyValue> next() throws IOException {
        while (!ended) {
            byte[] raw = readLine();
            byte[] text = withoutReturn(raw);
            if (text.length == 0) continue;
            if (form.isEmpty()) form = Optional.of(guess(text));
            return Optional.of(row(form.get(), raw, text));
        }
        return Optional.empty();
    }

    private static Form guess(byte[] text) {
        if (text[0] == '{') return Form.JSON;
        for (byte b : text) if (b == '\t') return Form.TAB;
        return Form.CSV;
    }

    /// `raw`: the line as it is; `text`: without the CR that may be a part of its end.
    private KeyValue row(Form known, byte[] raw, byte[] text) throws IOException {
        KeyValue row =
                switch (known) {
                    case TAB -> tab(text);
                    case CSV -> csv(raw);
                    case JSON -> RowJson.read(new String(text, StandardCharsets.UTF_8), line);
                };
        if (row.key().isEmpty()) throw new BadRow(line, "an empty key; give it one");
        return row;
    }

    private KeyValue tab(byte[] text) {
        for (int i = 0; i < text.length; i++)
            if (text[i] == '\t')
                return new KeyValue(
                        Bytes.wrap(text, 0, i), Bytes.wrap(text, i + 1, text.length - i - 1));
        throw new BadRow(line, "no tab; a line is KEY<TAB>VALUE");
    }

    /// A record goes on over line ends inside quotes, which belong to the field as they are.
    private KeyValue csv(byte[] first) throws IOException {
        String text = latin(first);
        StringBuilder record = new StringBuilder(text);
        boolean open = oddQuotes(text);
        while (open && !ended) {
            text = latin(readLine());
            record.append('\n').append(text);
            if (record.length() > MAX_LINE_BYTES)
                throw new BadRow(line, "a record without end; look for a quote that is not closed");
            open ^= oddQuotes(text);
        }
        int last = record.length() - 1;
        if (record.charAt(last) == '\r') record.setLength(last);
        List<String> fields = fields(record);
        if (fields.size() != 2)
            throw new BadRow(line, fields.size() + " fields; a record is KEY,VALUE");
        return new KeyValue(bytes(fields.get(0)), bytes(fields.get(1)));
    }

    private static boolean oddQuotes(String text) {
        return text.chars().filter(c -> c == '"').count() % 2 != 0;
    }

    private List<String> fields(StringBuilder record) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (c == '"' && quoted && i + 1 < record.length() && record.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted)
            throw new BadRow(line, "a quote that is not closed; put it in quotes and double it");
        fields.add(field.toString());
        return fields;
    }

    /// Bytes one to one as characters, and back.
    private static String latin(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static Bytes bytes(String field) {
        return Bytes.wrap(field.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Without the LF at its end.
    private byte[] readLine() throws IOException {
        line++;
        ByteArrayOutputStream text = new ByteArrayOutputStream(128);
        int next = in.read();
        while (next >= 0 && next != '\n') {
            text.write(next);
            if (text.size() > MAX_LINE_BYTES)
                throw new BadRow(
                        line,
                        "more than "
                                + MAX_LINE_BYTES
                                + " bytes; a value has at most "
                                + Limits.MAX_VALUE_BYTES);
            next = in.read();
        }
        if (next < 0) ended = true;
        return text.toByteArray();
    }

    private static byte[] withoutReturn(byte[] text) {
        boolean carriage = text.length > 0 && text[text.length - 1] == '\r';
        return carriage ? Arrays.copyOf(text, text.length - 1) : text;
    }
}
