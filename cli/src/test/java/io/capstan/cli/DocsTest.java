package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/// What the documentation tells a reader to type exists, word for word.
///
/// Every line of a fenced `sh` block is read as the shell would: a line of the command must parse
/// under its grammar (so a verb or an option that went away fails here), a script must exist and
/// know its argument, a link must lead somewhere. What commands do is shown by their own tests.
class DocsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```sh\\n(.*?)^ *```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final List<String> CHECKS = List.of("fast", "deep");

    /// Programs of the machine that examples may use.
    private static final List<String> PROGRAMS =
            List.of(
                    "mvn", "git", "seq", "awk", "kill", "cat", "grep", "diff", "sort", "tail",
                    "sed");

    private static final Path ROOT = Repository.root();

    @TestFactory
    Stream<DynamicTest> everyCommandThatIsShownExists() throws IOException {
        return pages().flatMap(page ->
                commands(text(page))
                        .map(command ->
                                DynamicTest.dynamicTest(
                                        ROOT.relativize(page) + ": " + command,
                                        () -> exists(command))));
    }

    @TestFactory
    Stream<DynamicTest> everyLinkLeadsSomewhere() throws IOException {
        return pages().map(page ->
                DynamicTest.dynamicTest(
                        ROOT.relativize(page).toString(),
                        () -> {
                            Path folder = page.resolveSibling("");
                            assertThat(links(text(page)))
                                    .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
                        }));
    }

    @Test
    void theReadmeShowsTheLauncherAndTheCheck() {
        assertThat(
                        commands(text(ROOT.resolve("README.md")))
                                .map(command -> words(command).getFirst()))
                .contains("./capstan", "./check");
    }

    @Test
    void aCommandThatIsNotThereIsNoticed() {
        assertThat(problem("./capstan hepl")).contains("hepl");
        assertThat(problem("./capstan mutants --colour")).contains("--colour");
        assertThat(problem("./check slowly")).contains("slowly");
        assertThat(problem("./cappstan help")).contains("./cappstan");
        assertThat(commands("```sh\n# a comment\nA=1 ./capstan \\\n  help | cat &\n```\n"))
                .containsExactly("./capstan help", "cat");
        assertThat(commands("```sh\nsource <(./capstan completoin bash)\n```\n"))
                .containsExactly("./capstan completoin bash");
    }

    private static void exists(String command) {
        assertThat(problem(command)).as(command).isEmpty();
    }

    /// What is wrong with a command, or nothing.
    private static String problem(String command) {
        List<String> words = words(command);
        String program = words.getFirst();
        List<String> arguments = words.subList(1, words.size());
        return switch (program) {
            case "./capstan" -> grammar(arguments);
            case "./check" ->
                    arguments.isEmpty() || (arguments.size() == 1 && CHECKS.containsAll(arguments))
                            ? ""
                            : "./check does not know " + arguments;
            default ->
                    PROGRAMS.contains(program) || Files.isExecutable(ROOT.resolve(program))
                            ? ""
                            : "there is no " + program;
        };
    }

    private static String grammar(List<String> arguments) {
        var silent =
                new Terminal(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(new StringWriter()),
                        false);
        try {
            Capstan.commandLine(silent).parseArgs(arguments.toArray(String[]::new));
            return "";
        } catch (CommandLine.ParameterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Stream<Path> pages() throws IOException {
        var pages =
                new ArrayList<>(
                        List.of(
                                ROOT.resolve("README.md"),
                                ROOT.resolve("CONTRIBUTING.md"),
                                ROOT.resolve("CHANGELOG.md")));
        for (String folder : List.of("docs", "mutants", "scenarios")) {
            if (!Files.isDirectory(ROOT.resolve(folder))) continue;
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages.stream();
    }

    private static Stream<String> commands(String page) {
        return BLOCK.matcher(page)
                .results()
                .map(block -> block.group(1).replaceAll("\\\\\\n\\s*", ""))
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("(^|\\s)#.*", ""))
                .map(line -> line.replaceFirst("^source <\\((.*)\\)\\s*$", "$1"))
                .flatMap(line -> Arrays.stream(line.split("\\|\\|?|&&?|;", -1)))
                .map(command -> command.strip().replaceFirst("^([A-Z0-9_]+=\\S* )+", ""))
                .filter(command -> !command.isEmpty());
    }

    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        Matcher word =
                Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)")
                        .matcher(command.replaceAll("\\s[0-9]?[<>]\\s*\\S+", ""));
        while (word.find()) {
            words.add(word.group().replaceAll("^['\"]|['\"]$", ""));
        }
        return words;
    }

    private static List<String> links(String page) {
        return LINK.matcher(page).results().map(link -> link.group(1)).toList();
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new AssertionError(page + " cannot be read", e);
        }
    }
}
