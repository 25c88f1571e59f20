package io.capstan.cli;

import static java.util.Objects.requireNonNull;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import io.capstan.checker.io.Format;
import io.capstan.checker.io.HistoryFile;
import io.capstan.checker.io.Reading;
import io.capstan.checker.io.VerdictReport;
import io.capstan.checker.linearizability.Limits;
import io.capstan.checker.linearizability.Linearizability;
import io.capstan.checker.linearizability.Patience;
import io.capstan.checker.linearizability.Verdict;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan check`: judges a recorded history.
///
/// Exit codes: 0 valid, 1 violated, 2 unknown, 64 no verdict because the command line or the input
/// is not what it should be.
@Command(
        name = "check",
        description = "Judges whether a recorded history is linearizable.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.INTERNAL,
        footer = {
            "",
            "FILE holds operation maps in Jepsen's EDN or in JSON (:process :type :f :value).",
            "Exit code: 0 valid, 1 violated, 2 unknown, 64 no history or wrong usage."
        })
public final class CheckCommand implements Callable<Integer> {
    /// Share of the heap that histories and searches may take unless `--memory` says otherwise; the
    /// rest is for buffers and what the estimates miss.
    private static final double DEFAULT_SHARE = 0.6;

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kKmMgG]?)[bB]?");

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The history; - for standard input.")
    private String file = "-";

    @Option(
            names = "--workload",
            required = true,
            paramLabel = "NAME",
            description = "What the functions mean: register, cas-register or kv.")
    private String workload = "";

    @Option(
            names = "--initial",
            paramLabel = "VALUE",
            description = "What each register holds at first (default: nil).")
    private @Nullable String initial;

    @Option(names = "--json", description = "Print the verdict as JSON.")
    private boolean json;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "edn or json (default: told from the input).")
    private @Nullable String format;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Heap to use, such as 512m or 2g (default: three fifths of the heap).")
    private @Nullable String memory;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "Give up after that time (default: never).")
    private @Nullable Double timeLimit;

    @Override
    public Integer call() {
        try {
            return judge();
        } catch (OutOfMemoryError e) {
            print("unknown: the heap is exhausted; lower --memory or give the JVM more");
            return ExitCode.UNKNOWN;
        }
    }

    private int judge() {
        Workload named =
                Workload.named(workload)
                        .orElseThrow(() ->
                                wrong("--workload", workload, "register, cas-register or kv"));
        Optional<Format> chosen = chosenFormat();
        Value first = initialValue(chosen);
        long bytes = memoryBytes();
        Patience patience = patience();
        HistoryFile source = new HistoryFile(named, first, bytes);
        Reading reading;
        try (InputStream in = open()) {
            reading = source.read(in, chosen);
        } catch (IOException e) {
            return refuse("cannot read " + file + ": " + e.getMessage());
        }
        return switch (reading) {
            case Reading.Refused(String diagnosis) -> refuse(file + ": no history: " + diagnosis);
            case Reading.TooLarge(String reason) -> {
                print("unknown: " + reason);
                yield ExitCode.UNKNOWN;
            }
            case Reading.Read(History history, long held) ->
                    report(
                            history,
                            Linearizability.judge(
                                    history,
                                    new Limits(Limits.STEPS_PER_KEY, bytes - held, patience)));
        };
    }

    private int report(History history, Verdict verdict) {
        if (json) {
            print(VerdictReport.json(history, verdict));
        } else {
            VerdictReport.text(history, verdict).forEach(this::print);
        }
        return switch (verdict) {
            case Verdict.Valid _ -> ExitCode.OK;
            case Verdict.Violated _ -> ExitCode.FAILED;
            case Verdict.Unknown _ -> ExitCode.UNKNOWN;
        };
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {}
            };
        }
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            throw new IOException("there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new IOException("it is a directory");
        }
        return new FileInputStream(file);
    }

    private Optional<Format> chosenFormat() {
        if (format == null) {
            return Optional.empty();
        }
        String label = format;
        return Optional.of(
                Format.named(label).orElseThrow(() -> wrong("--format", label, "edn or json")));
    }

    private Value initialValue(Optional<Format> chosen) {
        if (initial == null) {
            return Value.nil();
        }
        String text = initial;
        return HistoryFile.value(text, chosen.orElse(Format.EDN))
                .orElseThrow(
                        () -> wrong("--initial", text, "one value, such as 0, nil or '\"a\"'"));
    }

    private long memoryBytes() {
        if (memory == null) {
            return (long) (Runtime.getRuntime().maxMemory() * DEFAULT_SHARE);
        }
        Matcher size = SIZE.matcher(memory);
        if (!size.matches()) {
            throw wrong("--memory", memory, "a size such as 512m or 2g");
        }
        int shift =
                switch (size.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        long most = Runtime.getRuntime().maxMemory() / 10 * 9;
        return Math.min(most, Long.parseLong(size.group(1)) << shift);
    }

    private Patience patience() {
        if (timeLimit == null) {
            return Patience.endless();
        }
        if (!(timeLimit >= 0)) {
            throw wrong("--time-limit", timeLimit.toString(), "seconds");
        }
        long start = System.nanoTime();
        double nanos = timeLimit * 1e9;
        return () -> System.nanoTime() - start >= nanos;
    }

    private CommandLine.ParameterException wrong(String option, String given, String expected) {
        return new CommandLine.ParameterException(
                commandLine(), option + " takes " + expected + ", not '" + given + "'");
    }

    private int refuse(String message) {
        commandLine().getErr().println("capstan check: " + message);
        return ExitCode.USAGE;
    }

    private void print(String line) {
        commandLine().getOut().println(line);
    }

    private CommandLine commandLine() {
        return requireNonNull(spec, "picocli sets it").commandLine();
    }
}
