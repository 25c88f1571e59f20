package io.capstan.cli;

import io.capstan.cli.kv.Progress;
import io.capstan.cli.kv.RowReader;
import io.capstan.cli.kv.RowSink;
import io.capstan.cli.kv.RowWriter;
import io.capstan.cli.kv.UnfitRow;
import io.capstan.client.Wish;
import io.capstan.client.net.Answer;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.request.Query;
import io.capstan.core.request.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan kv export`: all rows of a table into a file that `import` reads back to the same bytes.
///
/// The file takes its name once it is whole. It is read page by page, each page at the level asked
/// for; together they are not one moment, since a scan cannot name a time.
@Command(
        name = "export",
        description = {
            "Writes all rows to a file (- for standard output) that import reads back:",
            "lines of KEY<TAB>VALUE, CSV (KEY,VALUE), or JSON lines {\"key\":..,\"value\":..}.",
            "Rows that change meanwhile may be told old or new: each page is read at the level",
            "asked for, but the pages are not one moment."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 all written, 1 failed, 2 unknown, 64 wrong usage."})
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private TableOptions common = new TableOptions();

    @Mixin private ReadOptions read = new ReadOptions();

    @Parameters(paramLabel = "FILE", arity = "0..1")
    private String file = RowSink.STANDARD_OUTPUT;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "tab, csv or json (default: told from the name, else tab).")
    private RowReader.@Nullable Form format;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!toOutput() && Files.isDirectory(Path.of(file)))
            throw new ParameterException(
                    spec.commandLine(), "'" + file + "' is a folder; name a file in it");
        read.check();
        return server.with(terminal, this::export);
    }

    private boolean toOutput() {
        return file.equals(RowSink.STANDARD_OUTPUT);
    }

    private RowReader.Form form() {
        if (common.json()) return RowReader.Form.JSON;
        if (format != null) return format;
        return RowReader.Form.ofName(file).orElse(RowReader.Form.TAB);
    }

    private int export(CapstanClient client) {
        Table table = common.in(client, read);
        AtomicLong written = new AtomicLong();
        try (RowSink sink = RowSink.of(file, terminal.out());
                Progress _ =
                        terminal.colour() && !toOutput()
                                ? new Progress(() -> told(written), terminal.err())
                                : null) {
            writeAll(table, new RowWriter(sink.out(), form()), written);
            sink.keep();
        } catch (UnfitRow e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed("cannot write " + file + ": " + e.getMessage());
        }
        if (!toOutput()) terminal.out().println(told(written));
        return ExitCode.OK;
    }

    private int failed(String why) {
        terminal.err().println("capstan kv export: " + why);
        return ExitCode.FAILED;
    }

    private static String told(AtomicLong rows) {
        return String.format(Locale.ROOT, "exported %d", rows.get());
    }

    private void writeAll(Table table, RowWriter rows, AtomicLong written) throws IOException {
        Wish wish = read.of(table);
        var weakened = new AnswerOptions.Weakened();
        Bytes after = Bytes.EMPTY;
        do {
            Answer<CapstanClient.Page> answer =
                    table.receipted().page(Bytes.EMPTY, Bytes.EMPTY, Query.MAX_ROWS, after, wish);
            weakened.note(terminal, spec.qualifiedName(), answer.receipt());
            CapstanClient.Page page = answer.value();
            for (Row row : page.rows()) {
                rows.write(row.key(), row.value());
                written.incrementAndGet();
            }
            after = page.more();
        } while (!after.isEmpty());
    }
}
