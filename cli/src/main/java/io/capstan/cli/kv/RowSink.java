package io.capstan.cli.kv;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Where exported rows go: standard output, or a file that has its name only once it is whole.
/// Until then they are in `NAME.part` beside it, which goes again if nobody says that it is whole.
public final class RowSink implements AutoCloseable {
    /// The name that stands for standard output.
    public static final String STANDARD_OUTPUT = "-";

    private static final int BUFFER_BYTES = 1 << 16;

    /// A file that becomes `name`.
    private record Draft(Path part, Path name) {}

    private final OutputStream out;
    private final Optional<Draft> draft;

    /// `before`: what was printed earlier, which comes first on standard output.
    public static RowSink of(String name, PrintWriter before) throws IOException {
        if (name.equals(STANDARD_OUTPUT)) {
            before.flush();
            return new RowSink(new FileOutputStream(FileDescriptor.out), Optional.empty());
        }
        Path path = Path.of(name);
        if (Files.exists(path) && !Files.isRegularFile(path)) // a pipe or a device
        return new RowSink(Files.newOutputStream(path), Optional.empty());
        Path real = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path part = real.resolveSibling(real.getFileName() + ".part");
        return new RowSink(Files.newOutputStream(part), Optional.of(new Draft(part, real)));
    }

    private RowSink(OutputStream out, Optional<Draft> draft) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.draft = draft;
    }

    public OutputStream out() {
        return out;
    }

    /// All is written: the file takes its name, in place of one that was there.
    public void keep() throws IOException {
        out.flush();
        if (draft.isEmpty()) return;
        out.close();
        Files.move(
                draft.get().part(),
                draft.get().name(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        if (draft.isEmpty()) return;
        try (out) {
            Files.deleteIfExists(draft.get().part());
        }
    }
}
