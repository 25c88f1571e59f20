package io.capstan.cli;

import io.capstan.cli.status.ClusterReport;
import io.capstan.cli.status.JobLines;
import io.capstan.cli.status.Survey;
import io.capstan.core.catalog.TableEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `capstan status`: nodes, jobs, tables, shards and who leads them.
@Command(
        name = "status",
        description = "Shows nodes, running jobs, tables, shards and leaders.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 all is well, 1 something is down or has no leader, 64 wrong usage."
        })
public final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<ClusterReport> report = new Survey().of(server.addresses());
        if (report.isEmpty()) {
            terminal.err()
                    .println(
                            "capstan status: no node answers at "
                                    + server.addresses()
                                    + "; start one with ./capstan demo, or name one with --server");
            return ExitCode.FAILED;
        }
        return server.with(
                terminal,
                client -> {
                    List<TableEntry> tables = client.tables();
                    JobLines jobs = JobLines.of(client);
                    List<String> lines =
                            json
                                    ? report.get().json(tables, jobs)
                                    : report.get().lines(tables, jobs);
                    lines.forEach(terminal.out()::println);
                    return report.get().isWell() ? ExitCode.OK : ExitCode.FAILED;
                });
    }
}
