package io.capstan.cli;

import io.capstan.cli.kv.RowJson;
import io.capstan.client.net.Answer;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Receipt;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.request.Query;
import io.capstan.core.request.Row;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan kv scan`: rows of a table from key to key, page by page. Each page is read at the level
/// asked for; together they are not one moment.
@Command(
        name = "scan",
        description = {
            "Prints rows as KEY<TAB>VALUE.",
            "Rows of a hash table come in the order of their keys' hashes.",
            "A scan holds its level in each shard; together they are not one moment."
        },
        mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private TableOptions common = new TableOptions();

    @Mixin private AnswerOptions answers = new AnswerOptions();

    @Mixin private ReadOptions read = new ReadOptions();

    @Option(names = "--from", paramLabel = "KEY", description = "First key.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "KEY", description = "First key not printed.")
    private @Nullable String until;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys with it.")
    private @Nullable String prefix;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many rows (default: all).")
    private long limit;

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (limit < 0) throw usage("--limit takes a number from 1");
        if (prefix != null && (from != null || until != null))
            throw usage("--prefix goes without --from and --until");
        Bytes first = Bytes.utf8(prefix != null ? prefix : from == null ? "" : from);
        Bytes end = prefix != null ? first.prefixEnd() : Bytes.utf8(until == null ? "" : until);
        if (!end.isEmpty() && first.compareTo(end) >= 0)
            throw usage("--from is not before --until");
        read.check();
        return answers.with(server, terminal, client -> print(client, first, end));
    }

    private int print(CapstanClient client, Bytes first, Bytes end) {
        Table table = common.in(client, read);
        long left = limit == 0 ? Long.MAX_VALUE : limit;
        Bytes after = Bytes.EMPTY;
        do {
            int rows = (int) Math.min(left, Query.MAX_ROWS);
            Answer<CapstanClient.Page> answer =
                    table.receipted().page(first, end, rows, after, read.of(table));
            CapstanClient.Page page = answer.value();
            for (Row row : page.rows()) terminal.out().println(line(row));
            tell(answer.receipt());
            left -= page.rows().size();
            after = page.more();
        } while (!after.isEmpty() && left > 0);
        return ExitCode.OK;
    }

    /// Of each page: they may hold different levels.
    private void tell(Receipt receipt) {
        if (common.json() && answers.receipt())
            terminal.out().println(answers.json(terminal, "{}", receipt));
        else answers.tell(terminal, receipt);
    }

    private String line(Row row) {
        return common.json()
                ? RowJson.write(row.key(), row.value())
                : row.key().utf8() + "\t" + row.value().utf8();
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
