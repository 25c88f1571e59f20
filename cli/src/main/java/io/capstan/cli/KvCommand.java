package io.capstan.cli;

import io.capstan.cli.kv.RowJson;
import io.capstan.client.net.Answer;
import io.capstan.client.net.Receipt;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.request.Row;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan kv`: rows of a table, by key.
@Command(
        name = "kv",
        description = "Puts, gets, deletes, compares and sets, scans, imports and exports rows.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 ok, 1 failed or no such key, 2 unknown, 64 wrong usage."})
public final class KvCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    private KvCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new KvCommand(terminal))
                .addSubcommand(new ScanCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new ExportCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: put, get, delete, cas, scan, import or export");
    }

    @Command(
            name = "put",
            description = "Stores a value under a key.",
            mixinStandardHelpOptions = true)
    int put(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Mixin AnswerOptions answers,
            @Mixin TraceOption trace,
            @Parameters(paramLabel = "KEY") String key,
            @Parameters(paramLabel = "VALUE") String value) {
        return answers.with(
                server,
                terminal,
                client -> {
                    Answer<?> done =
                            trace.with(
                                    terminal,
                                    server,
                                    common.in(client),
                                    table ->
                                            table.receipted()
                                                    .put(Bytes.utf8(key), Bytes.utf8(value)));
                    acknowledge(common, answers, done);
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "get",
            description = "Prints the value of a key; exit code 1 where it has none.",
            mixinStandardHelpOptions = true)
    int get(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Mixin AnswerOptions answers,
            @Mixin ReadOptions read,
            @Mixin TraceOption trace,
            @Parameters(paramLabel = "KEY") String key) {
        read.check();
        return answers.with(
                server,
                terminal,
                client -> {
                    Table table = common.in(client, read);
                    Answer<Optional<Row>> answer =
                            trace.with(
                                    terminal,
                                    server,
                                    table,
                                    traced ->
                                            traced.receipted()
                                                    .get(Bytes.utf8(key), read.of(table)));
                    return show(common, answers, key, answer);
                });
    }

    private int show(
            TableOptions common, AnswerOptions answers, String key, Answer<Optional<Row>> answer) {
        Receipt receipt = answer.receipt();
        Optional<Row> row = answer.value();
        if (row.isEmpty()) terminal.err().println("capstan kv get: there is no key '" + key + "'");
        if (!common.json()) {
            row.ifPresent(known -> terminal.out().println(known.value().utf8()));
            answers.tell(terminal, receipt);
        } else if (row.isPresent() || answers.receipt()) {
            String object =
                    row.map(known -> RowJson.write(known.key(), known.value()))
                            .orElseGet(() -> RowJson.writeKey(Bytes.utf8(key)));
            terminal.out().println(answers.json(terminal, object, receipt));
        } else {
            answers.tell(terminal, receipt);
        }
        return row.isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }

    @Command(
            name = "delete",
            description = "Removes a key; it is no error if it has no value.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Mixin AnswerOptions answers,
            @Parameters(paramLabel = "KEY") String key) {
        return answers.with(
                server,
                terminal,
                client -> {
                    acknowledge(
                            common, answers, common.in(client).receipted().delete(Bytes.utf8(key)));
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "cas",
            description = {
                "Stores a value if the key's value is the one expected (compare and set);",
                "exit code 1 where it is another, and nothing has changed."
            },
            mixinStandardHelpOptions = true)
    int compareAndSet(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Mixin AnswerOptions answers,
            @Mixin TraceOption trace,
            @Parameters(paramLabel = "KEY") String key,
            @Parameters(paramLabel = "VALUE", description = "The new value.") String value,
            @ArgGroup(multiplicity = "1") Expectation expected) {
        return answers.with(
                server,
                terminal,
                client -> {
                    Answer<Boolean> set =
                            trace.with(
                                    terminal,
                                    server,
                                    common.in(client),
                                    table ->
                                            table.receipted()
                                                    .compareAndSet(
                                                            Bytes.utf8(key),
                                                            expected.value(),
                                                            Bytes.utf8(value)));
                    tell(common, answers, "{\"set\":" + set.value() + "}", set);
                    if (set.value()) return ExitCode.OK;
                    terminal.err()
                            .println(
                                    "capstan kv cas: the value of '"
                                            + key
                                            + "' is not the one expected; nothing has changed");
                    return ExitCode.FAILED;
                });
    }

    /// What a compare-and-set expects: one of the two.
    static final class Expectation {
        @Option(
                names = "--expect",
                paramLabel = "OLD",
                required = true,
                description = "The value that the key must have.")
        private @Nullable String old;

        @Option(
                names = "--expect-absent",
                required = true,
                description = "The key must have no value.")
        private boolean absent;

        Optional<Bytes> value() {
            return absent ? Optional.empty() : Optional.ofNullable(old).map(Bytes::utf8);
        }
    }

    private void acknowledge(TableOptions common, AnswerOptions answers, Answer<?> done) {
        tell(common, answers, "{\"acknowledged\":1}", done);
    }

    private void tell(TableOptions common, AnswerOptions answers, String object, Answer<?> answer) {
        if (common.json()) terminal.out().println(answers.json(terminal, object, answer.receipt()));
        else answers.tell(terminal, answer.receipt());
    }
}
