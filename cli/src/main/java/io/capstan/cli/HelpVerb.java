package io.capstan.cli;

import io.capstan.cli.kv.RowJson;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.Guarantees;
import io.capstan.core.consistency.Nearest;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.request.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan help`: how a command is used, and what the words in its answers mean. It has no list of
/// its own: levels and codes are told as `core` defines them.
@Command(
        name = "help",
        helpCommand = true,
        mixinStandardHelpOptions = true,
        description = "Tells how a command is used, or of a topic.",
        footer = {
            "",
            "Topics: levels (how fresh an answer is), codes (of errors), or one code: CAP-1101."
        })
final class HelpVerb implements Callable<Integer> {
    private static final String LEVELS = "levels";
    private static final String CODES = "codes";

    /// The bound that stands for all.
    private static final Duration EXAMPLE = Duration.ofSeconds(5);

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "A command, with those under it, or a topic.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--json", description = "Print a topic as JSON, one object a line.")
    private boolean json;

    HelpVerb(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine capstan = spec.parent().commandLine();
        String topic = words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
        Optional<ErrorCode> code =
                Arrays.stream(ErrorCode.values())
                        .filter(one -> one.toString().equalsIgnoreCase(topic))
                        .findFirst();
        if (code.isPresent()) tell(json ? json(code.get()) : page(code.get()));
        else if (topic.equals(LEVELS))
            levels().forEach(level -> tell(json ? json(level) : line(level)));
        else if (topic.equals(CODES))
            for (ErrorCode one : ErrorCode.values()) tell(json ? json(one) : line(one));
        else usage(capstan);
        return ExitCode.OK;
    }

    private void tell(String text) {
        terminal.out().println(text);
    }

    private void usage(CommandLine capstan) {
        CommandLine command = capstan;
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) throw unknown(command, word);
            command = next;
        }
        command.usage(terminal.out(), capstan.getColorScheme());
    }

    private ParameterException unknown(CommandLine under, String word) {
        List<String> known = new ArrayList<>(under.getSubcommands().keySet());
        if (under.getParent() == null) known.addAll(List.of(LEVELS, CODES));
        return new ParameterException(
                spec.commandLine(),
                "there is no help on '"
                        + word
                        + "'"
                        + Nearest.to(word, known)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; topics are levels, and codes, which lists all codes"));
    }

    /// All levels, strongest first; `bounded` with a bound that people use.
    private static List<Consistency> levels() {
        return switch (Guarantees.of(TablePolicy.DEFAULT)) {
            case Parsed.Value<Guarantees>(Guarantees all) ->
                    all.levels().stream().map(HelpVerb::usual).toList();
            case Parsed.Mistake<Guarantees>(String _) -> List.of();
        };
    }

    private static Consistency usual(Consistency level) {
        return level instanceof Consistency.Bounded ? new Consistency.Bounded(EXAMPLE) : level;
    }

    private static String line(Consistency level) {
        return String.format(Locale.ROOT, "%-18s the answer %s", level, level.promise());
    }

    private static String line(ErrorCode code) {
        return code + "  " + code.meaning();
    }

    private static String page(ErrorCode code) {
        return code
                + "  "
                + code.meaning()
                + "\n  do      "
                + code.advice()
                + "\n  retry   "
                + retry(code);
    }

    private static String retry(ErrorCode code) {
        return switch (code.retry()) {
            case SAFE -> "safe: the same request may be sent again as it is";
            case AFTER_CHECK -> "after a check: the same request, once the cause is gone";
            case NEVER -> "never: the same request will be refused again";
        };
    }

    private static String json(Consistency level) {
        return "{\"level\":"
                + RowJson.quoted(level.toString())
                + ",\"answer\":"
                + RowJson.quoted(level.promise())
                + "}";
    }

    private static String json(ErrorCode code) {
        return "{\"code\":"
                + RowJson.quoted(code.toString())
                + ",\"meaning\":"
                + RowJson.quoted(code.meaning())
                + ",\"do\":"
                + RowJson.quoted(code.advice())
                + ",\"retry\":"
                + RowJson.quoted(code.retry().name().toLowerCase(Locale.ROOT))
                + "}";
    }
}
