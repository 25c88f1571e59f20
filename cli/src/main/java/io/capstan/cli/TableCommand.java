package io.capstan.cli;

import io.capstan.cli.kv.RowJson;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.shard.Partitioning;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan table`: makes tables and lists them.
@Command(
        name = "table",
        description = "Creates and lists tables.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class TableCommand implements Runnable {
    private static final int MAX_REPLICAS = 9;
    private static final int MAX_SHARDS = 1024;

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    TableCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw usage("say what to do: create or list");
    }

    @Command(name = "create", description = "Makes a table.", mixinStandardHelpOptions = true)
    int create(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--replication",
                            paramLabel = "PROTOCOL",
                            defaultValue = "raft",
                            description = "How copies agree (default: ${DEFAULT-VALUE}).")
                    String replication,
            @Option(
                            names = "--replicas",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "Copies of each shard (default: ${DEFAULT-VALUE}).")
                    int replicas,
            @Option(
                            names = "--shards",
                            paramLabel = "N",
                            defaultValue = "12",
                            description = "Shards to begin with (default: ${DEFAULT-VALUE}).")
                    int shards,
            @Option(
                            names = "--partitioning",
                            paramLabel = "HOW",
                            defaultValue = "hash",
                            description = "hash or range (default: ${DEFAULT-VALUE}).")
                    Partitioning partitioning) {
        if (replicas < 1 || replicas > MAX_REPLICAS)
            throw usage("--replicas takes 1 to " + MAX_REPLICAS + ", not " + replicas);
        if (shards < 1 || shards > MAX_SHARDS)
            throw usage("--shards takes 1 to " + MAX_SHARDS + ", not " + shards);
        TablePolicy usual = TablePolicy.DEFAULT;
        TablePolicy policy =
                new TablePolicy(
                        replication,
                        replicas,
                        shards,
                        partitioning,
                        usual.versionAge(),
                        usual.consistency(),
                        usual.floor());
        return server.with(
                terminal,
                client -> {
                    client.createTable(name, policy);
                    terminal.out().println("created " + described(client.table(name).entry()));
                    return ExitCode.OK;
                });
    }

    @Command(name = "list", description = "Lists all tables.", mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--json", description = "Print JSON, one object a line.")
                    boolean json) {
        return server.with(
                terminal,
                client -> {
                    List<TableEntry> tables = client.tables();
                    for (TableEntry table : tables)
                        terminal.out().println(json ? json(table) : described(table));
                    return ExitCode.OK;
                });
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private static String described(TableEntry table) {
        TablePolicy policy = table.policy();
        return table.name()
                + ": "
                + policy.replication()
                + ", "
                + policy.replicas()
                + " replicas, "
                + policy.shards()
                + " "
                + partitioning(policy)
                + " shards, "
                + policy.consistency();
    }

    private static String partitioning(TablePolicy policy) {
        return policy.partitioning().name().toLowerCase(Locale.ROOT);
    }

    private static String json(TableEntry table) {
        TablePolicy policy = table.policy();
        return "{\"table\":"
                + RowJson.quoted(table.name())
                + ",\"replication\":"
                + RowJson.quoted(policy.replication())
                + ",\"replicas\":"
                + policy.replicas()
                + ",\"shards\":"
                + policy.shards()
                + ",\"partitioning\":"
                + RowJson.quoted(partitioning(policy))
                + ",\"consistency\":"
                + RowJson.quoted(policy.consistency().toString())
                + "}";
    }
}
