package io.capstan.server.port;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// RocksDB's native part. By itself it would be unpacked into the temporary folder at every start
/// and stay there after every kill; here it is unpacked once a version into the user's cache
/// (`$XDG_CACHE_HOME/capstan`, or `~/.cache/capstan`). Where that is not to be written, RocksDB
/// does it its own way.
final class RocksLibrary {
    private static boolean loaded;

    private RocksLibrary() {}

    static synchronized void load() {
        if (loaded) return;
        try {
            RocksDB.loadLibrary(List.of(unpacked().toString()));
        } catch (IOException | UnsatisfiedLinkError e) {
            RocksDB.loadLibrary();
        }
        loaded = true;
    }

    /// The folder that holds the library.
    private static Path unpacked() throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        Path folder = cache().resolve(jar());
        Path library = folder.resolve(name);
        if (Files.exists(library)) return folder;
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, name, ".new");
        try (InputStream packed = RocksDB.class.getResourceAsStream("/" + name)) {
            if (packed == null) throw new IOException("no " + name + " in RocksDB's jar");
            Files.copy(packed, draft, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
        return folder;
    }

    /// The jar's name tells the version.
    private static String jar() throws IOException {
        try {
            URI jar = RocksDB.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            return String.valueOf(Path.of(jar).getFileName());
        } catch (URISyntaxException | SecurityException e) {
            throw new IOException("RocksDB's jar is not to be found", e);
        }
    }

    private static Path cache() {
        String home = System.getenv("XDG_CACHE_HOME");
        return home == null || home.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "capstan")
                : Path.of(home, "capstan");
    }
}
