package io.capstan.cli;

import io.capstan.client.net.Address;
import io.capstan.core.consistency.Durations;
import io.capstan.core.consistency.Parsed;
import io.capstan.verify.abuse.Abuse;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan abuse`: does to the ports of running nodes what no honest client does
/// (`scripts/live/bad-frames.sh`). Whether the nodes bore it is for the caller to see; it fails
/// where a node was not to be reached, or did not refuse by name what is over its limits.
@Command(
        name = "abuse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Throws malformed and hostile traffic at running nodes.")
final class AbuseCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--native", required = true, paramLabel = "HOST:PORT[,..]")
    private String natives = "";

    @Option(names = "--admin", required = true, paramLabel = "HOST:PORT[,..]")
    private String admins = "";

    @Option(names = "--duration", paramLabel = "TIME")
    private String duration = "60s";

    @Option(names = "--seed", paramLabel = "N")
    private long seed = 1;

    AbuseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Abuse abuse = new Abuse(addresses(natives), addresses(admins));
        terminal.out().println("seed " + seed);
        terminal.out().flush();
        abuse.run(seed, time());
        PrintWriter out = terminal.out();
        out.println("trick              done   answered     failed");
        abuse.counts()
                .forEach((trick, count) ->
                        out.println(
                                String.format(
                                        Locale.ROOT,
                                        "%-14s %8d   %8d   %8d",
                                        trick.word(),
                                        count.done(),
                                        count.answered(),
                                        count.failed())));
        abuse.failures().forEach(out::println);
        return abuse.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Address> addresses(String text) {
        try {
            return Address.parseAll(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Duration time() {
        return switch (Durations.parse(duration)) {
            case Parsed.Value<Duration>(Duration time) -> time;
            case Parsed.Mistake<Duration>(String why) ->
                    throw new ParameterException(spec.commandLine(), "--duration: " + why);
        };
    }
}
