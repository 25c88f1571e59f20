package io.capstan.cli;

import io.capstan.cli.kv.BadRow;
import io.capstan.cli.kv.Import;
import io.capstan.cli.kv.Progress;
import io.capstan.cli.kv.RowJson;
import io.capstan.cli.kv.RowReader;
import io.capstan.client.ClientOptions;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.request.Query;
import io.capstan.core.request.Row;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        description = "Puts, gets, deletes, scans and imports rows of a table.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 ok, 1 failed or no such key, 2 unknown, 64 wrong usage."})
public final class KvCommand implements Runnable {
    /// Which table, and how to print.
    static final class TableOptions {
        @Option(
                names = "--table",
                paramLabel = "NAME",
                description = "The table (default: ${DEFAULT-VALUE}).")
        private String table = "demo";

        @Option(names = "--json", description = "Print JSON, one object a line.")
        private boolean json;

        Table in(CapstanClient client) {
            return client.table(table);
        }

        boolean json() {
            return json;
        }
    }

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    KvCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: put, get, delete, scan or import");
    }

    @Command(
            name = "put",
            description = "Stores a value under a key.",
            mixinStandardHelpOptions = true)
    int put(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Parameters(paramLabel = "KEY") String key,
            @Parameters(paramLabel = "VALUE") String value) {
        return server.with(
                terminal,
                client -> {
                    common.in(client).put(Bytes.utf8(key), Bytes.utf8(value));
                    if (common.json()) terminal.out().println("{\"acknowledged\":1}");
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
            @Parameters(paramLabel = "KEY") String key) {
        return server.with(
                terminal,
                client -> {
                    Optional<Row> row = common.in(client).get(Bytes.utf8(key));
                    if (row.isEmpty()) {
                        terminal.err().println("capstan kv get: there is no key '" + key + "'");
                        return ExitCode.FAILED;
                    }
                    terminal.out()
                            .println(common.json() ? json(row.get()) : row.get().value().utf8());
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "delete",
            description = "Removes a key; it is no error if it has no value.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Parameters(paramLabel = "KEY") String key) {
        return server.with(
                terminal,
                client -> {
                    common.in(client).delete(Bytes.utf8(key));
                    if (common.json()) terminal.out().println("{\"acknowledged\":1}");
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "scan",
            description = {
                "Prints rows as KEY<TAB>VALUE.",
                "Rows of a hash table come in the order of their keys' hashes."
            },
            mixinStandardHelpOptions = true)
    int scan(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Option(names = "--from", paramLabel = "KEY", description = "First key.")
                    @Nullable String from,
            @Option(names = "--until", paramLabel = "KEY", description = "First key not printed.")
                    @Nullable String until,
            @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys with it.")
                    @Nullable String prefix,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "At most so many rows (default: all).")
                    long limit) {
        if (limit < 0) throw usage("--limit takes a number from 1");
        if (prefix != null && (from != null || until != null))
            throw usage("--prefix goes without --from and --until");
        Bytes first = Bytes.utf8(prefix != null ? prefix : from == null ? "" : from);
        Bytes end = prefix != null ? first.prefixEnd() : Bytes.utf8(until == null ? "" : until);
        if (!end.isEmpty() && first.compareTo(end) >= 0)
            throw usage("--from is not before --until");
        return server.with(
                terminal,
                client -> print(common, client, first, end, limit == 0 ? Long.MAX_VALUE : limit));
    }

    private int print(
            TableOptions common, CapstanClient client, Bytes from, Bytes until, long limit) {
        Table table = common.in(client);
        long left = limit;
        Bytes after = Bytes.EMPTY;
        do {
            CapstanClient.Page page =
                    table.page(from, until, (int) Math.min(left, Query.MAX_ROWS), after);
            for (Row row : page.rows())
                terminal.out().println(common.json() ? json(row) : plain(row));
            left -= page.rows().size();
            after = page.more();
        } while (!after.isEmpty() && left > 0);
        return ExitCode.OK;
    }

    @Command(
            name = "import",
            description = {
                "Stores the rows of a file (- for standard input): lines of KEY<TAB>VALUE,",
                "CSV (KEY,VALUE), or JSON lines {\"key\":..,\"value\":..}.",
                "The last line says how many were acknowledged, retried and unknown."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 all acknowledged, 1 refused, 2 some unknown, 64 wrong usage."
            })
    int importRows(
            @Mixin ServerOptions server,
            @Mixin TableOptions common,
            @Parameters(paramLabel = "FILE") String file,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            description =
                                    "tab, csv or json (default: told from name or first line).")
                    RowReader.@Nullable Form format,
            @Option(
                            names = "--acked",
                            paramLabel = "FILE",
                            description = "Lists every acknowledged key, each as soon as it is.")
                    @Nullable Path acked,
            @Option(
                            names = "--in-flight",
                            paramLabel = "N",
                            defaultValue = "" + ClientOptions.WINDOW,
                            description = "Rows sent at once (default: ${DEFAULT-VALUE}).")
                    int inFlight) {
        if (inFlight < 1 || inFlight > ClientOptions.WINDOW)
            throw usage("--in-flight takes 1 to " + ClientOptions.WINDOW + ", not " + inFlight);
        Optional<RowReader.Form> form =
                Optional.ofNullable(format).or(() -> RowReader.Form.ofName(file));
        return server.with(
                terminal,
                client -> {
                    try (InputStream in = open(file);
                            @Nullable Writer told =
                                    acked == null ? null : Files.newBufferedWriter(acked)) {
                        Import under = new Import(client, common.in(client), told, inFlight);
                        return importAll(common, under, new RowReader(in, form));
                    } catch (IOException e) {
                        terminal.err().println("capstan kv import: " + e);
                        return ExitCode.FAILED;
                    }
                });
    }

    private InputStream open(String file) throws IOException {
        if (file.equals("-")) return new BufferedInputStream(System.in);
        Path path = Path.of(file);
        if (!Files.isReadable(path)) throw usage("there is no file '" + file + "' to read");
        return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    }

    private int importAll(TableOptions common, Import under, RowReader rows) throws IOException {
        int code = ExitCode.OK;
        try (Progress _ = terminal.colour() ? new Progress(under, terminal.err()) : null) {
            under.run(rows);
        } catch (BadRow bad) {
            terminal.err().println("capstan kv import: " + bad.getMessage());
            code = ExitCode.USAGE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = ExitCode.UNKNOWN;
        }
        Import.Tally tally = under.tally();
        tally.firstProblem()
                .ifPresent(problem -> terminal.err().println("capstan kv import: " + problem));
        terminal.out().println(common.json() ? json(tally) : plain(tally));
        if (code != ExitCode.OK) return code;
        if (tally.refused() > 0) return ExitCode.FAILED;
        return tally.unknown() > 0 ? ExitCode.UNKNOWN : ExitCode.OK;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private static String plain(Import.Tally tally) {
        return "acknowledged "
                + tally.acknowledged()
                + ", retried "
                + tally.retried()
                + ", unknown "
                + tally.unknown()
                + (tally.refused() == 0 ? "" : ", refused " + tally.refused());
    }

    private static String json(Import.Tally tally) {
        return "{\"acknowledged\":"
                + tally.acknowledged()
                + ",\"retried\":"
                + tally.retried()
                + ",\"unknown\":"
                + tally.unknown()
                + ",\"refused\":"
                + tally.refused()
                + "}";
    }

    private static String plain(Row row) {
        return row.key().utf8() + "\t" + row.value().utf8();
    }

    private static String json(Row row) {
        return RowJson.write(row.key(), row.value());
    }
}
