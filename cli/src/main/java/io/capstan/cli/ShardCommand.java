package io.capstan.cli;

import io.capstan.cli.shard.ShardLines;
import io.capstan.cli.shard.Verification;
import io.capstan.cli.status.ClusterReport;
import io.capstan.cli.status.Survey;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.ShardDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan shard`: where the shards lie, and whether their replicas hold the same rows.
@Command(
        name = "shard",
        description = "Lists shards and compares their replicas.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ShardCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    private ShardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new ShardCommand(terminal));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do: list or verify");
    }

    @Command(
            name = "list",
            description = "Lists shards: key range, leader, epoch and replicas.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Of this table alone.")
                    @Nullable String table,
            @Option(names = "--json", description = "Print JSON, one object a line.")
                    boolean json) {
        return asking(
                server,
                (client, lines) -> {
                    Optional<ClusterReport> report = new Survey().of(server.addresses());
                    List<ShardDescriptor> shards = shards(client, table);
                    lines.of(shards, shard -> leader(report, shard), json)
                            .forEach(terminal.out()::println);
                    return ExitCode.OK;
                });
    }

    /// Does `deed` with a client, and with what prints shards by the names of tables and nodes.
    private int asking(ServerOptions server, ToIntBiFunction<CapstanClient, ShardLines> deed) {
        return server.with(
                terminal,
                client -> deed.applyAsInt(client, new ShardLines(client.tables(), client.nodes())));
    }

    private static String leader(Optional<ClusterReport> report, ShardDescriptor shard) {
        return report.map(r -> r.leaderOf(shard.shard().value())).orElse("?");
    }

    @Command(
            name = "verify",
            description = "Asks every replica what it holds as of one time, and compares.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 all equal, 1 some differ, 2 some gave no answer, 64 wrong usage."
            })
    int verify(
            @Mixin ServerOptions server,
            @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Of this table alone.")
                    @Nullable String table,
            @Option(names = "--json", description = "Print JSON, one object a line.")
                    boolean json) {
        return asking(
                server,
                (client, lines) -> {
                    Verification verification = new Verification(client, lines);
                    int code = ExitCode.OK;
                    for (ShardDescriptor shard : shards(client, table)) {
                        Verification.Finding finding = verification.of(shard);
                        terminal.out().println(json ? finding.json() : finding.line());
                        terminal.out().flush();
                        code = worse(code, finding);
                    }
                    return code;
                });
    }

    /// A difference outweighs an answer that is missing.
    private static int worse(int code, Verification.Finding finding) {
        return switch (finding.verdict()) {
            case EQUAL -> code;
            case DIFFERENT -> ExitCode.FAILED;
            case UNKNOWN -> code == ExitCode.FAILED ? code : ExitCode.UNKNOWN;
        };
    }

    private static List<ShardDescriptor> shards(CapstanClient client, @Nullable String table) {
        List<ShardDescriptor> all = client.shards();
        if (table == null) return all;
        TableId id = table.equals("system") ? TableId.SYSTEM : client.table(table).id();
        return all.stream().filter(shard -> shard.table().equals(id)).toList();
    }
}
