package io.capstan.cli;

import io.capstan.cli.kv.BadRow;
import io.capstan.cli.kv.Import;
import io.capstan.cli.kv.Pace;
import io.capstan.cli.kv.Progress;
import io.capstan.cli.kv.RowReader;
import io.capstan.cli.kv.RowSource;
import io.capstan.cli.kv.Tally;
import io.capstan.client.ClientOptions;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Table;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan kv import`: stores the rows of a file, many at once, and counts what became of them.
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
            "Exit codes: 0 all acknowledged, 1 refused or a line is no row, 2 some unknown, 64 usage."
        })
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private TableOptions common = new TableOptions();

    @Parameters(paramLabel = "FILE")
    private String file = RowSource.STANDARD_INPUT;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "tab, csv or json (default: told from name or first line).")
    private RowReader.@Nullable Form format;

    @Option(
            names = "--acked",
            paramLabel = "FILE",
            description = "Lists every acknowledged key, each as soon as it is.")
    private @Nullable Path acked;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "Rows sent at once (default: ${DEFAULT-VALUE}).")
    private int inFlight = ClientOptions.WINDOW;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Rows a second, each due at its time whatever became of those before it;",
                "latency counts from then (default: as fast as they are acknowledged)."
            })
    private @Nullable Integer rate;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (inFlight < 1 || inFlight > ClientOptions.WINDOW)
            throw usage("--in-flight takes 1 to " + ClientOptions.WINDOW + ", not " + inFlight);
        if (rate != null && (rate < 1 || rate > Pace.MAX_RATE))
            throw usage("--rate takes 1 to " + Pace.MAX_RATE + " rows a second, not " + rate);
        if (!file.equals(RowSource.STANDARD_INPUT) && !Files.isReadable(Path.of(file)))
            throw usage("there is no file '" + file + "' to read");
        return server.with(terminal, this::importInto);
    }

    private int importInto(CapstanClient client) {
        Optional<RowReader.Form> form =
                Optional.ofNullable(format).or(() -> RowReader.Form.ofName(file));
        Table table = common.in(client);
        try (RowSource source = RowSource.of(file);
                @Nullable Writer told = acked == null ? null : Files.newBufferedWriter(acked)) {
            Optional<Pace> pace = Optional.ofNullable(rate).map(Pace::new);
            Import under = new Import(client, table, told, inFlight, pace);
            return importAll(under, source, new RowReader(source.in(), form));
        } catch (IOException e) {
            terminal.err()
                    .println(
                            "capstan kv import: "
                                    + file
                                    + " cannot be read, or --acked written: "
                                    + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private int importAll(Import under, RowSource source, RowReader rows) throws IOException {
        boolean whole = true;
        long begun = System.nanoTime();
        try (Progress _ =
                terminal.colour()
                        ? new Progress(() -> progress(under, source, begun), terminal.err())
                        : null) {
            under.run(rows);
        } catch (BadRow bad) {
            terminal.err()
                    .println(
                            "capstan kv import: "
                                    + bad.in(file)
                                    + "; the rows before it are stored where acknowledged, so"
                                    + " mend it and import again");
            whole = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            whole = false;
        }
        return tell(under, whole);
    }

    private static String progress(Import under, RowSource source, long begunNanos) {
        Tally now = under.tally();
        double seconds = Math.max(1, System.nanoTime() - begunNanos) / 1e9;
        return source.bar()
                + now.plain()
                + String.format(Locale.ROOT, ", %,.0f a second", now.acknowledged() / seconds);
    }

    /// An unknown row outweighs one that is known not to be stored.
    private int tell(Import under, boolean whole) {
        Tally tally = under.tally();
        for (String problem : tally.problems())
            terminal.err().println("capstan kv import: " + problem);
        if (rate != null && !common.json())
            terminal.out().println("latency from when due: " + under.latencies().plain());
        String more = rate == null ? "" : under.latencies().json();
        terminal.out().println(common.json() ? tally.json(more) : tally.plain());
        if (tally.unknown() > 0) return ExitCode.UNKNOWN;
        return whole && tally.refused() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
