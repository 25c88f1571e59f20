package io.capstan.cli;

import static java.util.Objects.requireNonNull;

import io.capstan.cli.config.ConfigFlags;
import io.capstan.cli.doctor.Examination;
import io.capstan.cli.doctor.Finding;
import io.capstan.client.net.Address;
import io.capstan.server.config.ConfigVerdict;
import io.capstan.server.config.Configuration;
import io.capstan.server.config.Mistake;
import io.capstan.server.config.Site;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `capstan doctor`: whether this machine is fit for the node that `start` would make of the same
/// flags, environment and file.
@Command(
        name = "doctor",
        description = {
            "Looks whether this machine is fit for a node.",
            "Java, limits, disk, ports, clocks, and the way to the other nodes; for the node that",
            "'start' would make of the same flags. Takes a few seconds."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It writes up to 4 MiB into the data folder, and takes that away again.",
            "Exit codes: 0 no FAIL, 1 at least one, 64 wrong usage."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;
    private @Nullable ConfigFlags flags;
    private boolean failed;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    private DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// `environment`: the variables of which it takes settings.
    static CommandLine with(Terminal terminal, Map<String, String> environment) {
        DoctorCommand doctor = new DoctorCommand(terminal);
        CommandLine line = new CommandLine(doctor);
        doctor.flags = ConfigFlags.of(line, environment);
        return line;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigFlags given = requireNonNull(flags, "made with the command");
        return switch (given.load(spec.commandLine())) {
            case ConfigVerdict.Refused(List<Mistake> mistakes) -> {
                for (Mistake mistake : mistakes)
                    terminal.err().println("capstan doctor: " + mistake);
                yield ConfigCommand.exitCode(mistakes);
            }
            case ConfigVerdict.Accepted(Configuration configuration) ->
                    examine(Site.of(configuration));
        };
    }

    private int examine(Site site) throws InterruptedException {
        boolean named = server.isGiven() || !site.contacts().isEmpty();
        List<Address> nodes =
                server.isGiven() || site.contacts().isEmpty()
                        ? server.addresses()
                        : site.contacts().stream().map(Address::parse).toList();
        List<Address> others =
                nodes.stream().filter(node -> !node.toString().equals(site.listen())).toList();
        new Examination(site).run(server.isGiven() ? nodes : others, named, this::tell);
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    private void tell(Finding finding) {
        failed |= finding.verdict() == Finding.Verdict.FAIL;
        terminal.out().println(json ? finding.json() : finding.line());
        terminal.out().flush();
    }
}
