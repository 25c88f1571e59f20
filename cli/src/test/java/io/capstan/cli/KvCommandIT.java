package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cli.kv.KeyValue;
import io.capstan.cli.kv.RowReader;
import io.capstan.cli.kv.RowWriter;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.server.local.LocalCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The verbs that speak to a cluster, with one: three real nodes in this process.
class KvCommandIT {
    @TempDir static Path folder;
    private static LocalCluster cluster;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startTheCluster() {
        cluster =
                LocalCluster.start(
                        new LocalCluster.Plan(folder.resolve("data"), 3, OptionalInt.of(0), false));
        KvCommandIT first = new KvCommandIT();
        int code = first.run("table", "create", "demo", "--shards", "3", "--deadline", "60");
        assertThat(code).as(first.err.toString()).isZero();
        assertThat(first.out.toString()).startsWith("demo: raft N=3");
    }

    @AfterAll
    static void endTheCluster() {
        cluster.close();
    }

    /// The command line with `--server` added.
    private int run(String... args) {
        String server =
                cluster.entries().stream().map(NodeEntry::address).collect(Collectors.joining(","));
        String[] whole = java.util.Arrays.copyOf(args, args.length + 2);
        whole[args.length] = "--server";
        whole[args.length + 1] = server;
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), whole);
    }

    private String printed(String... args) {
        out.getBuffer().setLength(0);
        assertThat(run(args)).as(err.toString()).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aValueIsPutReadAndDeleted() {
        printed("kv", "put", "hello", "wörld");
        assertThat(printed("kv", "get", "hello")).isEqualTo("wörld\n");
        assertThat(printed("kv", "get", "hello", "--json"))
                .isEqualTo("{\"key\":\"hello\",\"value\":\"wörld\"}\n");
        printed("kv", "delete", "hello");
        assertThat(run("kv", "get", "hello")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("there is no key 'hello'");
    }

    @Test
    void aCompareAndSetChangesNothingWhereTheValueIsAnother() {
        printed("kv", "cas", "lock", "ann", "--expect-absent");
        assertThat(run("kv", "cas", "lock", "bob", "--expect-absent")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("'lock'", "nothing has changed");
        assertThat(printed("kv", "get", "lock")).isEqualTo("ann\n");
        assertThat(printed("kv", "cas", "lock", "bob", "--expect", "ann", "--json"))
                .isEqualTo("{\"set\":true}\n");
        assertThat(printed("kv", "get", "lock")).isEqualTo("bob\n");
    }

    @Test
    void aReadIsAtTheLevelAskedForOrRefused() {
        printed("table", "create", "fresh", "--shards", "1", "--consistency-floor", "causal");
        printed("kv", "put", "k", "v", "--table", "fresh");
        assertThat(printed("kv", "get", "k", "--table", "fresh", "--consistency", "linearizable"))
                .isEqualTo("v\n");
        assertThat(run("kv", "get", "k", "--table", "fresh", "--consistency", "eventual"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(run("kv", "scan", "--table", "fresh", "--consistency", "bounded(1s)"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("floor").hasLineCount(2);
    }

    @Test
    void aReceiptStandsBesideTheAnswerAndNeverInIt() {
        printed("kv", "put", "told", "v", "--receipt");
        assertThat(err.toString())
                .matches(
                        "receipt shard=s\\d+ index=\\d+ stamp=\\d+\\.\\d+ attempts=\\d+"
                                + " took=[0-9.]+ms contact=127\\.0\\.0\\.1:\\d+\\R");
        err.getBuffer().setLength(0);
        assertThat(printed("kv", "get", "told", "--level", "linearizable", "--receipt"))
                .isEqualTo("v\n");
        assertThat(err.toString())
                .startsWith("receipt level=linearizable asked=linearizable shard=s");
        String held = "\"receipt\":{\"asked\":\"linearizable\",\"held\":\"linearizable\",";
        assertThat(printed("kv", "get", "told", "--level", "linearizable", "--receipt", "--json"))
                .startsWith("{\"key\":\"told\",\"value\":\"v\"," + held + "\"shard\":")
                .hasLineCount(1);
        assertThat(
                        printed(
                                "kv",
                                "scan",
                                "--prefix",
                                "told",
                                "--level",
                                "linearizable",
                                "--receipt",
                                "--json"))
                .startsWith(
                        "{\"key\":\"told\",\"value\":\"v\"}\n{"
                                + held
                                + "\"scope\":\"each-shard\",\"shard\":");
        assertThat(printed("kv", "delete", "told", "--receipt", "--json"))
                .startsWith("{\"acknowledged\":1,\"receipt\":{\"asked\":null,\"held\":null,");
        assertThat(run("kv", "get", "told", "--receipt", "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("{\"key\":\"told\",\"receipt\":{");
    }

    @Test
    void aSessionGoesOnFromOneCommandToTheNext() throws IOException {
        String file = folder.resolve("session").toString();
        for (int i = 0; i < 10; i++) {
            printed("kv", "put", "mine", "v" + i, "--session", file);
            assertThat(printed("kv", "get", "mine", "--level", "causal", "--session", file))
                    .isEqualTo("v" + i + "\n");
        }
        String token = Files.readString(folder.resolve("session"));
        assertThat(token).matches("[A-Za-z0-9_-]{20,}\\n");

        Path bad = file("bad-session", token.substring(3));
        assertThat(run("kv", "get", "mine", "--session", bad.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("CAP-1405", "session token").hasLineCount(1);
        assertThat(bad).hasContent(token.substring(3));
    }

    @Test
    void aLevelThatHoldsNeedsNoFallback() {
        printed("kv", "put", "calm", "v");
        assertThat(printed("kv", "get", "calm", "--fallback", "eventual", "--deadline", "20s"))
                .isEqualTo("v\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everyRowOfAFileIsStoredAndListedAsAcknowledged() throws IOException {
        String rows =
                IntStream.range(0, 2000)
                        .mapToObj(i -> "tab/" + i + "\tvalue " + i + "\n")
                        .collect(Collectors.joining());
        Path acked = folder.resolve("acked");
        assertThat(
                        printed(
                                "kv",
                                "import",
                                file("rows.tsv", rows).toString(),
                                "--acked",
                                acked.toString()))
                .startsWith("acknowledged 2000, retried ")
                .endsWith("unknown 0\n");
        assertThat(Files.readAllLines(acked)).hasSize(2000).doesNotHaveDuplicates();
        assertThat(printed("kv", "scan", "--prefix", "tab/").lines().sorted())
                .containsExactlyElementsOf(rows.lines().sorted().toList());
    }

    @Test
    void csvAndJsonAreReadAndWhatIsNoTextComesBackAsBase64() throws IOException {
        Path csv = file("rows.csv", "csv/1,\"a,b\"\n");
        Path json =
                file(
                        "rows.jsonl",
                        "{\"key\":\"anNvbi8x\",\"value\":\"/w==\",\"encoding\":\"base64\"}\n");
        printed("kv", "import", csv.toString());
        printed("kv", "import", json.toString());
        assertThat(printed("kv", "get", "csv/1")).isEqualTo("a,b\n");
        assertThat(printed("kv", "get", "json/1", "--json"))
                .isEqualTo("{\"key\":\"anNvbi8x\",\"value\":\"/w==\",\"encoding\":\"base64\"}\n");
    }

    @Test
    void aBadLineEndsTheImportAndWhatCameBeforeIsCounted() throws IOException {
        Path bad = file("bad.tsv", "good/1\tx\nno tab here\ngood/2\tx\n");
        assertThat(run("kv", "import", bad.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .contains(bad + ":2: no tab; a line is KEY<TAB>VALUE", "import again")
                .hasLineCount(1);
        assertThat(out.toString()).startsWith("acknowledged 1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void whatIsExportedAndImportedIsExportedAgainTheSame(String form) throws IOException {
        List<KeyValue> nasty =
                List.of(
                        new KeyValue(Bytes.utf8("{a\t\"b\",\n"), Bytes.utf8("two\r\nlines\r")),
                        new KeyValue(Bytes.utf8("wörld"), Bytes.EMPTY),
                        new KeyValue(bytes(0xff, 0, '\n'), bytes(0xc3, 0x28, '"', ',', '\r')),
                        new KeyValue(Bytes.utf8("long"), bytes(new int[100_000])));
        Path rows = folder.resolve("nasty-" + form + ".jsonl");
        try (OutputStream file = Files.newOutputStream(rows)) {
            RowWriter writer = new RowWriter(file, RowReader.Form.JSON);
            for (KeyValue row : nasty) writer.write(row.key(), row.value());
        }
        Path first = folder.resolve("first." + form);
        Path second = folder.resolve("second." + form);
        for (String table : List.of("from-" + form, "to-" + form))
            printed("table", "create", table, "--shards", "2");
        printed("kv", "import", rows.toString(), "--table", "from-" + form);
        assertThat(printed("kv", "export", first.toString(), "--table", "from-" + form))
                .isEqualTo("exported 4\n");
        printed("kv", "import", first.toString(), "--table", "to-" + form);
        printed("kv", "export", second.toString(), "--table", "to-" + form);
        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(Files.readAllBytes(second)).hasSizeGreaterThan(100_000);
    }

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
        return Bytes.wrap(bytes);
    }

    @Test
    void anExportThatItsFormCannotHoldLeavesTheFileThatWasThere() throws IOException {
        printed("table", "create", "lines", "--shards", "1");
        printed("kv", "put", "k", "two\nlines", "--table", "lines");
        Path kept = file("kept.tsv", "old");
        assertThat(run("kv", "export", kept.toString(), "--table", "lines"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("{\"key\":\"k\"}", "--format csv").hasLineCount(1);
        assertThat(kept).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(path -> path.toString().endsWith(".part"));
        }
    }

    @Test
    void anImportAtARateTakesItsTimeAndTellsLatencies() throws IOException {
        String rows =
                IntStream.range(0, 200)
                        .mapToObj(i -> "paced/" + i + "\tx\n")
                        .collect(Collectors.joining());
        long begun = System.nanoTime();
        String printed = printed("kv", "import", file("p.tsv", rows).toString(), "--rate", "200");
        // The last of them is due 199/200 of a second after the first.
        assertThat(System.nanoTime() - begun).isGreaterThan(995_000_000L);
        assertThat(printed).startsWith("latency from when due: p50 ").contains("acknowledged 200,");
        assertThat(run("kv", "import", "-", "--rate", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--rate takes 1 to 1000000");
    }

    @Test
    void anUnknownTableIsRefusedByName() {
        assertThat(run("kv", "get", "k", "--table", "nowhere")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("CAP-1301", "nowhere").hasLineCount(1);
    }

    @Test
    void tablesAreListedAndNotMadeTwice() {
        assertThat(printed("table", "list")).contains("demo  ", "replication=raft", "shards=3");
        assertThat(printed("table", "list", "--json")).contains("\"table\":\"demo\"");
        assertThat(run("table", "create", "demo")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("CAP-1302");
    }

    @Test
    void statusShowsNodesTablesAndShardsWithTheirLeaders() {
        List<String> lines = printed("status").lines().toList();
        assertThat(lines).anyMatch(l -> l.matches("n1 +127\\.0\\.0\\.1:\\d+ +\\d+ +\\d+ +alive"));
        assertThat(lines).anyMatch(l -> l.matches("demo +raft +3 +3 +linearizable"));
        assertThat(lines).anyMatch(l -> l.matches("s1 +system +n[123] +\\d+ +n1:\\d+ n2.*"));
        assertThat(printed("status", "--json")).contains("\"node\":\"n1\"", "\"shard\":1");
    }
}
