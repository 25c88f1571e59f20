package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.server.local.LocalCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/client.md` shows is compiled and run, and says what the page says.
class ClientDocIT {
    private static final Pattern PROGRAM = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern OUTPUT = Pattern.compile("(?ms)^```text\\n(.*?)^```$");
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    @TempDir static Path folder;
    private static LocalCluster cluster;

    @BeforeAll
    static void startTheCluster() {
        cluster =
                LocalCluster.start(
                        new LocalCluster.Plan(folder.resolve("data"), 3, OptionalInt.of(0), false));
        assertThat(run(List.of("table", "create", "demo", "--deadline", "60")).code()).isZero();
    }

    @AfterAll
    static void endTheCluster() {
        cluster.close();
    }

    private record Ran(int code, String out, String err) {}

    private static List<String> addresses() {
        return cluster.entries().stream().map(NodeEntry::address).toList();
    }

    private static Ran run(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> whole = new ArrayList<>(words);
        whole.addAll(List.of("--server", String.join(",", addresses())));
        int code =
                Capstan.run(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false),
                        whole.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private static String block(Pattern kind) throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/client.md"));
        Matcher block = kind.matcher(page);
        assertThat(block.find()).as("a block of %s", kind).isTrue();
        return block.group(1);
    }

    @Test
    void theProgramOfThePageDoesWhatThePageSays() throws Exception {
        Path source = Files.writeString(folder.resolve("Carts.java"), block(PROGRAM));
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-Xlint:all,-path",
                                "-Werror",
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString(),
                                source.toString());
        assertThat(compiled).isZero();
        assertThat(printed()).isEqualTo(withoutNumbers(block(OUTPUT)));
    }

    /// What the program prints, without its numbers.
    private static String printed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            Method main = loader.loadClass("Carts").getMethod("main", String[].class);
            main.invoke(null, (Object) addresses().toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        return withoutNumbers(bytes.toString(StandardCharsets.UTF_8));
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("[0-9]+(\\.[0-9]+)*", "#");
    }

    @Test
    void theCommandsOfThePageWorkOneAfterTheOther() throws IOException {
        for (String line : block(COMMANDS).lines().toList()) {
            List<String> words =
                    Arrays.stream(line.split(" (?=(?:[^']*'[^']*')*[^']*$)", -1))
                            .map(word -> word.replace("'", ""))
                            .map(word -> word.equals("ann.session") ? inFolder(word) : word)
                            .collect(Collectors.toList());
            Ran ran = run(words.subList(1, words.size()));
            assertThat(ran.code()).as(line + "\n" + ran.err()).isZero();
        }
        assertThat(folder.resolve("ann.session")).isNotEmptyFile();
    }

    private static String inFolder(String name) {
        return folder.resolve(name).toString();
    }
}
