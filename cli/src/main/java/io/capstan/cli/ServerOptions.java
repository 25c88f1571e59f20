package io.capstan.cli;

import io.capstan.client.ClientOptions;
import io.capstan.client.net.Address;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.core.consistency.Durations;
import io.capstan.core.consistency.Parsed;
import io.capstan.server.local.LocalPorts;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which cluster a command speaks to, for how long, and how its failures end the command.
final class ServerOptions {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT[,..]",
            description =
                    "Some of the cluster's nodes (default: 127.0.0.1:7400, then 7401 and 7402).")
    private String server = "";

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description =
                    "How long a request may take, in seconds or as 250ms (default:"
                            + " ${DEFAULT-VALUE}).")
    private String deadline = "10";

    /// Whether somebody named the nodes.
    boolean isGiven() {
        return !server.isEmpty();
    }

    List<Address> addresses() {
        if (server.isEmpty())
            return List.of(
                    new Address("127.0.0.1", LocalPorts.NATIVE),
                    new Address("127.0.0.1", LocalPorts.NATIVE + 1),
                    new Address("127.0.0.1", LocalPorts.NATIVE + 2));
        try {
            return Address.parseAll(server);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), "--server: " + e.getMessage(), e);
        }
    }

    /// How long a request may take.
    Duration patience() {
        String text = deadline.matches("\\d+") ? deadline + "s" : deadline;
        if (Durations.parse(text) instanceof Parsed.Value<Duration>(Duration time)
                && time.compareTo(SHORTEST) >= 0
                && time.compareTo(LONGEST) <= 0) return time;
        throw new ParameterException(
                mixee.commandLine(),
                "--deadline takes 1ms to 1h, a number alone is in seconds; not " + deadline);
    }

    /// One more session; whoever asks for it closes it.
    CapstanClient client() {
        return new CapstanClient(addresses(), ClientOptions.DEFAULT, patience());
    }

    /// Does `deed` with a client that is closed after it. A refusal ends with 1, an unknown outcome
    /// with 2, each with one line on what happened.
    int with(Terminal terminal, ToIntFunction<CapstanClient> deed) {
        try (CapstanClient client = client()) {
            return deed.applyAsInt(client);
        } catch (CapstanException failed) {
            terminal.err().println(mixee.qualifiedName() + ": " + failed.getMessage());
            return failed.isUnknown() ? ExitCode.UNKNOWN : ExitCode.FAILED;
        }
    }
}
