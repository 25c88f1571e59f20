package io.capstan.server;

import io.capstan.server.port.PortFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A node's folder, held by one process at a time: `log` for the disk port, `store` for RocksDB,
/// `LOCK`.
///
/// The lock goes with its process, however that ends.
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lockFile;

    /// Makes the folder where there is none, and takes it.
    DataFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(log());
            Files.createDirectories(store());
            lockFile =
                    FileChannel.open(
                            folder.resolve("LOCK"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new PortFailure("the data folder " + folder + " cannot be made: " + e, e);
        }
        if (lock() == null) {
            close();
            throw new PortFailure(
                    "the data folder "
                            + folder
                            + " is in use by another process; stop that one or choose another"
                            + " folder");
        }
    }

    private @Nullable FileLock lock() {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw new PortFailure("the data folder " + folder + " cannot be locked: " + e, e);
        }
    }

    Path log() {
        return folder.resolve("log");
    }

    Path store() {
        return folder.resolve("store");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new PortFailure("the lock of " + folder + " is not given back: " + e, e);
        }
    }
}
