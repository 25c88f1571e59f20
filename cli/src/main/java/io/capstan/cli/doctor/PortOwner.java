package io.capstan.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which process listens on a port, as far as Linux tells this user: the socket's number from
/// `/proc/net/tcp`, and whoever has it open. Elsewhere, and for other users' processes, it is not
/// known.
final class PortOwner {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /// `process 4711 (java)`.
    static Optional<String> of(int port) {
        for (String table : List.of("net/tcp", "net/tcp6")) {
            Optional<String> owner = socket(PROC.resolve(table), port).flatMap(PortOwner::process);
            if (owner.isPresent()) return owner;
        }
        return Optional.empty();
    }

    private static Optional<String> socket(Path table, int port) {
        try {
            return Files.readAllLines(table).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
                    .filter(fields -> portOf(fields[LOCAL_ADDRESS]) == port)
                    .map(fields -> "socket:[" + fields[INODE] + "]")
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Of `0100007F:1CE8`.
    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    private static Optional<String> process(String socket) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes)
                if (holds(process, socket)) return Optional.of(described(process));
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, String socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : open)
                if (Files.readSymbolicLink(file).toString().equals(socket)) return true;
        } catch (IOException e) {
            return false; // it has ended, or it is not ours to look into
        }
        return false;
    }

    private static String described(Path process) throws IOException {
        return "process "
                + process.getFileName()
                + " ("
                + Files.readString(process.resolve("comm")).strip()
                + ")";
    }
}
