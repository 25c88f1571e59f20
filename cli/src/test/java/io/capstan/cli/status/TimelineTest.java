package io.capstan.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The way of a request, as people see it.
class TimelineTest {
    private static final String ID = "0000000000000001000000000000000a";
    private static final long EPOCH = 1_700_000_000_000_000L;

    private final List<NodeSpan> spans = new ArrayList<>();

    private void span(String node, String name, String place, long at, long took, String detail) {
        spans.add(new NodeSpan(node, name, place, EPOCH + at, took, true, detail));
    }

    private void write() {
        span("n1", "serve", "s2/r1", 300, 500, "done");
        span("n1", "append", "s2/r1", 300, 50, "1/7");
        span("n1", "fsync", "s2/r1", 350, 200, "");
        span("n1", "commit", "s2/r1", 550, 150, "");
        span("n1", "apply", "s2/r1", 700, 90, "done");
        span("n3", "append", "s2/r3", 360, 10, "1/7");
        span("n3", "fsync", "s2/r3", 370, 250, "");
        span("n2", "request", "", 0, 1000, "write t2, done");
        span("n2", "ask", "", 100, 800, "n1");
    }

    private List<String> lines() {
        return new Timeline(ID, spans, List.of()).lines();
    }

    @Test
    void spansComeInTheOrderOfTheirBeginningsWithABarThatShowsWhen() {
        write();

        assertThat(lines().get(0)).isEqualTo("trace " + ID);
        assertThat(lines().get(2))
                .matches("0\\.000 +1\\.000 +n2 +request write t2, done +\\|={32}\\|");
        assertThat(lines().subList(2, 11))
                .extracting(line -> line.split(" +", -1)[0])
                .containsExactly(
                        "0.000", "0.100", "0.300", "0.300", "0.350", "0.360", "0.370", "0.550",
                        "0.700");
        assertThat(lines().get(9))
                .contains("commit")
                .endsWith("| " + " ".repeat(16) + "=====" + " ".repeat(10) + "|");
    }

    @Test
    void thePathNamesWhatTheAnswerWaitedForAndAddsUp() {
        write();

        assertThat(lines().getLast())
                .isEqualTo(
                        "path  route 0.100, to n1 0.200, append 0.050, fsync 0.200, commit 0.150,"
                                + " apply 0.090, answer 0.010, back 0.100, reply 0.100"
                                + " = 1.000 ms");
    }

    @Test
    void withTheClientsWordThePathIsTheClientsWholeWait() {
        write();
        span(NodeSpan.CLIENT, "client", "", -200, 1500, "");

        assertThat(lines().getLast())
                .startsWith("path  client 0.200, route 0.100,")
                .endsWith("reply 0.100, client 0.300 = 1.500 ms");
    }

    @Test
    void aReadHasAPathOfItsOwn() {
        span("n2", "request", "", 0, 100, "get t2, done");
        span("n2", "ask", "", 10, 80, "n1");
        span("n1", "serve", "s2/r1", 30, 40, "done");

        assertThat(lines().getLast())
                .isEqualTo(
                        "path  route 0.010, to n1 0.020, read 0.040, back 0.020, reply 0.010"
                                + " = 0.100 ms");
    }

    @Test
    void whatHasNotEndedIsMarkedAndHasNoPath() {
        spans.add(new NodeSpan("n2", "request", "", EPOCH, 100, false, "write t2"));

        assertThat(lines().getLast()).contains("0.100+").doesNotContain("path");
    }

    @Test
    void jsonIsOneObjectASpan() {
        span("n1", "fsync", "s2/r1", 0, 5, "a \"word\"");

        assertThat(new Timeline(ID, spans, List.of()).json())
                .containsExactly(
                        "{\"trace\":\""
                                + ID
                                + "\",\"node\":\"n1\",\"name\":\"fsync\",\"place\":\"s2/r1\","
                                + "\"start_us\":"
                                + EPOCH
                                + ",\"took_us\":5,\"ended\":true,"
                                + "\"detail\":\"a \\\"word\\\"\"}");
    }
}
