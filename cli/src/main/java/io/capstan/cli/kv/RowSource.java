package io.capstan.cli.kv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Where rows are read from: a file, of which it tells how far the reading is, or standard input.
public final class RowSource implements AutoCloseable {
    /// The name that stands for standard input.
    public static final String STANDARD_INPUT = "-";

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final Optional<FileChannel> file;

    public static RowSource of(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) return new RowSource(System.in, Optional.empty());
        Path path = Path.of(name);
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        return new RowSource(
                Channels.newInputStream(file),
                Files.isRegularFile(path) ? Optional.of(file) : Optional.empty());
    }

    private RowSource(InputStream in, Optional<FileChannel> file) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.file = file;
    }

    public InputStream in() {
        return in;
    }

    /// How much of it has been read, as a bar and a blank; nothing where the end is not known.
    public String bar() {
        try {
            return file.isEmpty()
                    ? ""
                    : Progress.bar((double) file.get().position() / Math.max(1, file.get().size()))
                            + " ";
        } catch (ClosedChannelException e) {
            return Progress.bar(1) + " ";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
