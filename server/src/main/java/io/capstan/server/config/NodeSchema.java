package io.capstan.server.config;

import io.capstan.server.local.LocalPorts;
import io.capstan.server.port.Loops;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which node it is, where it is reached and where its data is.
final class NodeSchema {
    static final Setting<String> NAME =
            Setting.of(
                    "name",
                    "--name",
                    new Name(),
                    new Default.None<>(),
                    "What people call the node; no other node of the cluster has this name.");

    static final Setting<Path> DATA =
            Setting.of(
                    "data",
                    "--data",
                    new Folder(),
                    new Default.Derived<>("./capstan-data/NAME", NodeSchema::dataOfName),
                    "The node's folder.");

    static final Setting<String> LISTEN =
            Setting.of(
                    "listen",
                    "--listen",
                    new Endpoint(),
                    new Default.Fixed<>("127.0.0.1:" + LocalPorts.NATIVE),
                    "Where it waits for peers and clients.");

    static final Setting<String> ADMIN =
            Setting.of(
                    "admin.listen",
                    "--admin",
                    new Endpoint(),
                    new Default.Derived<>(
                            "the host of listen, "
                                    + (LocalPorts.NATIVE - LocalPorts.ADMIN)
                                    + " below its port: "
                                    + LocalPorts.ADMIN
                                    + " for "
                                    + LocalPorts.NATIVE,
                            NodeSchema::adminOfListen),
                    "Where it answers over HTTP. The node states it in the map of the cluster, where"
                            + " commands such as status and trace find it.");

    static final Setting<String> ADVERTISE =
            Setting.of(
                    "advertise",
                    "--advertise",
                    new Endpoint(),
                    new Default.Derived<>("the same as listen", given -> given.find(LISTEN)),
                    "Where the others reach it.");

    static final Setting<List<String>> JOIN =
            Setting.of(
                    "join",
                    "--join",
                    new Endpoints(),
                    new Default.None<>(),
                    "The founders' addresses, its own among them if it is one; needed at the first"
                            + " start.");

    static final Setting<Boolean> INSECURE =
            Setting.of(
                    "insecure",
                    "--insecure",
                    new Switch(),
                    new Default.Fixed<>(false),
                    "Listen beyond this machine: whoever reaches the port can read and write.");

    static final Setting<Long> LOOPS =
            Setting.of(
                    "loops",
                    "--loops",
                    Amount.count("loops", 1, Loops.MAX),
                    new Default.Fixed<>((long) Loops.DEFAULT),
                    "Event loops of the node, each a thread.");

    static final List<Setting<?>> ALL =
            List.of(NAME, DATA, LISTEN, ADMIN, ADVERTISE, JOIN, INSECURE, LOOPS);

    private NodeSchema() {}

    private static Optional<Path> dataOfName(Configuration given) {
        return given.find(NAME).map(name -> Path.of("capstan-data", name));
    }

    /// Empty where `listen` leaves no port so far below it.
    private static Optional<String> adminOfListen(Configuration given) {
        String listen = given.of(LISTEN);
        int port = LocalPorts.adminOf(Endpoint.port(listen));
        return port > 0 ? Optional.of(Endpoint.host(listen) + ":" + port) : Optional.empty();
    }
}
