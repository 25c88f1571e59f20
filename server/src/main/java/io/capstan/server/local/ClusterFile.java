package io.capstan.server.local;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.node.identity.Founding;
import io.capstan.server.port.PortFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// What a local cluster was founded with, in `cluster.properties` of its folder: its id, and the
/// native port of each node. Durable before any node starts, so that a crash in the middle of the
/// founding does not found it twice.
record ClusterFile(ClusterId cluster, List<Integer> ports) {
    private static final String NAME = "cluster.properties";

    ClusterFile {
        ports = List.copyOf(ports);
    }

    static Optional<ClusterFile> read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) return Optional.empty();
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            ClusterId cluster =
                    new ClusterId(
                            Long.parseUnsignedLong(properties.getProperty("cluster", ""), 16));
            List<Integer> ports = new ArrayList<>();
            for (String port : properties.getProperty("ports", "").split(",", -1))
                ports.add(Integer.valueOf(port));
            return Optional.of(new ClusterFile(cluster, ports));
        } catch (IOException | IllegalArgumentException e) {
            throw new PortFailure(
                    file + " cannot be understood: " + e.getMessage() + "; choose another folder",
                    e);
        }
    }

    /// Writes it beside, makes it durable, then moves it into place.
    void write(Path folder) {
        Properties properties = new Properties();
        properties.setProperty("cluster", Long.toHexString(cluster.value()));
        properties.setProperty(
                "ports", String.join(",", ports.stream().map(String::valueOf).toList()));
        try {
            StringWriter text = new StringWriter();
            properties.store(text, "A local Capstan cluster");
            Path draft = folder.resolve(NAME + ".new");
            Files.writeString(draft, text.toString());
            force(draft, StandardOpenOption.WRITE);
            Files.move(draft, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
            force(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new PortFailure("the folder " + folder + " cannot be written: " + e, e);
        }
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /// The nodes n1, n2, … under the ids 1, 2, …
    Founding founding() {
        List<NodeEntry> founders = new ArrayList<>();
        for (int port : ports) {
            int number = founders.size() + 1;
            founders.add(new NodeEntry(new NodeId(number), "n" + number, "127.0.0.1:" + port));
        }
        return new Founding(cluster, founders);
    }
}
