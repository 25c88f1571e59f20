package io.capstan.cli;

import io.capstan.client.net.Address;
import io.capstan.core.Invariant;
import io.capstan.node.host.HostOptions;
import io.capstan.server.Addresses;
import io.capstan.server.NodeRunner;
import io.capstan.server.NodeSettings;
import io.capstan.server.Origin;
import io.capstan.server.local.LocalPorts;
import io.capstan.server.port.PortFailure;
import io.capstan.server.port.Transport;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan start`: one node of a cluster in this process, until a signal ends it.
///
/// The first and only line on standard output says that the node serves.
@Command(
        name = "start",
        description = "Starts one node of a cluster in this process.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The first start of a node names the founders in --join, the same list on each of them;",
            "the cluster is founded once all of them are up. A node that is not in the list joins.",
            "Later starts need no --join. 'ready name=.. native=.. admin=.. pid=..' says that it serves.",
            "Exit codes: 0 ended by a signal, 1 could not start or has failed, 64 wrong usage."
        })
public final class StartCommand implements Callable<Integer> {
    private static final int MOST_IN_NAME = 64;

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "What people call the node; no other node of the cluster has this name.")
    private String name = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The node's folder (default: ./capstan-data/NAME).")
    private @Nullable Path data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where it waits for peers and clients (default: ${DEFAULT-VALUE}).")
    private String listen = "127.0.0.1:" + LocalPorts.NATIVE;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Where it answers over HTTP (default: the same host, 320 below the port of"
                            + " --listen: 7080 for 7400).")
    private @Nullable String admin;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "Where the others reach it, if not at --listen.")
    private @Nullable String advertise;

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT[,..]",
            split = ",",
            description = "The founders' addresses, its own among them if it is one.")
    private List<String> join = new ArrayList<>();

    @Option(
            names = "--via",
            hidden = true,
            paramLabel = "PEER=HOST:PORT",
            description =
                    "Dials another address than the one that the peer is known by. For tests.")
    private Map<String, String> via = new LinkedHashMap<>();

    @Option(
            names = "--disk",
            hidden = true,
            description = "held: unsynced bytes stay in process memory, to show missing syncs.")
    private DiskKind disk = DiskKind.FILE;

    @Option(
            names = "--insecure",
            description =
                    "Listen beyond this machine: whoever reaches the port can read and write.")
    private boolean insecure;

    StartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        NodeSettings settings = settings();
        Ending ending = new Ending();
        Signals.whenAskedToEnd(ending::asked);
        try {
            NodeRunner node = NodeRunner.start(settings, new Transport());
            ending.of(node);
            return run(node, settings, ending);
        } catch (PortFailure | Invariant.Broken failure) {
            return failed(String.valueOf(failure.getMessage()));
        }
    }

    private int run(NodeRunner node, NodeSettings settings, Ending ending) {
        terminal.out()
                .println(
                        "ready name="
                                + name
                                + " native="
                                + text(settings.listen())
                                + " admin="
                                + text(settings.admin())
                                + " pid="
                                + ProcessHandle.current().pid());
        terminal.out().flush();
        try {
            node.ended().join();
            ending.await();
            return ExitCode.OK;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return failed("the node has failed: " + cause.getMessage());
        }
    }

    private NodeSettings settings() {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MOST_IN_NAME - 1) + "}"))
            throw usage(
                    "--name takes letters, digits, '.', '_' and '-', at most "
                            + MOST_IN_NAME
                            + ", not '"
                            + name
                            + "'");
        String own = advertise == null ? listen : address("--advertise", advertise).toString();
        InetSocketAddress at = resolved("--listen", listen);
        join.replaceAll(String::strip);
        join.forEach(founder -> address("--join", founder));
        if (join.stream().distinct().count() < join.size())
            throw usage("--join names an address twice: " + String.join(",", join));
        via.values().forEach(proxy -> address("--via", proxy));
        InetSocketAddress forPeople =
                admin == null
                        ? new InetSocketAddress(at.getAddress(), LocalPorts.adminOf(at.getPort()))
                        : resolved("--admin", admin);
        refuseStrangers("--listen", at);
        refuseStrangers("--admin", forPeople);
        return new NodeSettings(
                HostOptions.named(name, own),
                new Origin.Listed(join),
                at,
                forPeople,
                data == null ? Path.of("capstan-data", name) : data,
                disk == DiskKind.HELD,
                via);
    }

    /// Nothing that comes over the network is encrypted or asked for a password.
    private void refuseStrangers(String option, InetSocketAddress at) {
        if (!insecure && !at.getAddress().isLoopbackAddress())
            throw usage(
                    option
                            + " "
                            + text(at)
                            + " can be reached from other machines, and there is neither TLS nor a"
                            + " password yet; use 127.0.0.1, or say --insecure");
    }

    private Address address(String option, String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private InetSocketAddress resolved(String option, String text) {
        address(option, text);
        try {
            return Addresses.parse(text);
        } catch (PortFailure e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private int failed(String why) {
        terminal.err().println("capstan start: " + why);
        return ExitCode.FAILED;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
