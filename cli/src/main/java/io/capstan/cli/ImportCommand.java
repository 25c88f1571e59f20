package io.capstan.cli;

import io.capstan.cli.kv.BadRow;
import io.capstan.cli.kv.Import;
import io.capstan.cli.kv.Progress;
import io.capstan.cli.kv.RowReader;
import io.capstan.client.ClientOptions;
import io.capstan.client.net.CapstanClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
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
        footer = {"", "Exit codes: 0 all acknowledged, 1 refused, 2 some unknown, 64 wrong usage."})
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private TableOptions common = new TableOptions();

    @Parameters(paramLabel = "FILE")
    private String file = "-";

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

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (inFlight < 1 || inFlight > ClientOptions.WINDOW)
            throw usage("--in-flight takes 1 to " + ClientOptions.WINDOW + ", not " + inFlight);
        return server.with(terminal, this::importInto);
    }

    private int importInto(CapstanClient client) {
        Optional<RowReader.Form> form =
                Optional.ofNullable(format).or(() -> RowReader.Form.ofName(file));
        try (InputStream in = open();
                @Nullable Writer told = acked == null ? null : Files.newBufferedWriter(acked)) {
            Import under = new Import(client, common.in(client), told, inFlight);
            return importAll(under, new RowReader(in, form));
        } catch (IOException e) {
            terminal.err().println("capstan kv import: " + e);
            return ExitCode.FAILED;
        }
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) return new BufferedInputStream(System.in);
        Path path = Path.of(file);
        if (!Files.isReadable(path)) throw usage("there is no file '" + file + "' to read");
        return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    }

    private int importAll(Import under, RowReader rows) throws IOException {
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

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
