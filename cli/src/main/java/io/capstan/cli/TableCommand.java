package io.capstan.cli;

import static java.util.Objects.requireNonNull;

import io.capstan.cli.kv.RowJson;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.consistency.GuaranteeCard;
import io.capstan.core.consistency.Guarantees;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.PolicyOptions;
import io.capstan.core.consistency.PolicyVerdict;
import io.capstan.core.consistency.TablePolicy;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan table`: makes tables, shows and drops them.
@Command(
        name = "table",
        description = "Creates, lists, shows and drops tables.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class TableCommand implements Runnable {
    private final Terminal terminal;
    private final PolicyFlags flags = new PolicyFlags();

    @Spec private CommandSpec spec = CommandSpec.create();

    private TableCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        TableCommand table = new TableCommand(terminal);
        CommandLine line = new CommandLine(table);
        CommandLine create = requireNonNull(line.getSubcommands().get("create"), "a method below");
        create.getCommandSpec().addMixin("policy", table.flags.spec());
        return line;
    }

    @Override
    public void run() {
        throw usage("say what to do: create, list, show or drop");
    }

    @Command(
            name = "create",
            description = "Makes a table and prints its guarantee card.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        TablePolicy policy =
                switch (PolicyOptions.read(flags.given())) {
                    case PolicyVerdict.Refused refused -> throw usage(refused.toString());
                    case PolicyVerdict.Accepted accepted -> {
                        accepted.notices().forEach(n -> terminal.err().println("note: " + n));
                        yield accepted.policy();
                    }
                };
        return asking(
                server,
                client -> {
                    client.createTable(name, policy);
                    return told(client.table(name).entry(), json);
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
                    for (TableEntry table : client.tables())
                        terminal.out().println(json ? json(table) : line(table));
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "show",
            description = "Prints the guarantee card of a table.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        return asking(server, client -> told(client.table(name).entry(), json));
    }

    @Command(
            name = "drop",
            description = "Drops a table with all its rows, for ever and without asking.",
            mixinStandardHelpOptions = true)
    int drop(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        return asking(
                server,
                client -> {
                    client.dropTable(name);
                    return json ? "{\"dropped\":" + RowJson.quoted(name) + "}" : "dropped " + name;
                });
    }

    /// Does `deed` with a client and prints what it tells.
    private int asking(ServerOptions server, Function<CapstanClient, String> deed) {
        return server.with(
                terminal,
                client -> {
                    terminal.out().println(deed.apply(client));
                    return ExitCode.OK;
                });
    }

    private static String told(TableEntry table, boolean json) {
        return json ? json(table) : card(table);
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    /// What the table promises.
    static String card(TableEntry table) {
        return switch (Guarantees.of(table.policy())) {
            case Parsed.Value<Guarantees>(Guarantees all) -> GuaranteeCard.print(table.name(), all);
            case Parsed.Mistake<Guarantees>(String message) -> table.name() + ": " + message;
        };
    }

    private static String line(TableEntry table) {
        return table.name()
                + "  "
                + options(table.policy()).entrySet().stream()
                        .map(Map.Entry::toString)
                        .collect(Collectors.joining(" "));
    }

    private static Map<String, String> options(TablePolicy policy) {
        return PolicyOptions.print(policy);
    }

    private static String json(TableEntry table) {
        return options(table.policy()).entrySet().stream()
                .map(o -> RowJson.quoted(o.getKey()) + ":" + RowJson.quoted(o.getValue()))
                .collect(
                        Collectors.joining(
                                ",", "{\"table\":" + RowJson.quoted(table.name()) + ",", "}"));
    }
}
