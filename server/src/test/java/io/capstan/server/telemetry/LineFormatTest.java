package io.capstan.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// Lines of log, for people and for machines.
class LineFormatTest {
    private static LogRecord line(Level level, String message, Object... parameters) {
        LogRecord line = new LogRecord(level, message);
        line.setLoggerName("capstan.n1");
        line.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        if (parameters.length > 0) line.setParameters(parameters);
        return line;
    }

    private static final Happening ELECTED =
            Happening.of(EventKind.LEADER_ELECTED, "s5/r1 \"leads\"\nnow")
                    .with("shard", "s5")
                    .with("term", 7L);

    @Test
    void aHappeningIsOneObjectWithItsFields() {
        assertThat(new LineFormat.Json("n1").format(line(Level.INFO, "{0}", ELECTED)))
                .isEqualTo(
                        "{\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"severity_text\":\"INFO\","
                                + "\"severity_number\":9,\"node\":\"n1\","
                                + "\"logger\":\"capstan.n1\","
                                + "\"event.name\":\"capstan.leader.elected\","
                                + "\"body\":\"s5/r1 \\\"leads\\\"\\nnow\","
                                + "\"shard\":\"s5\",\"term\":7}\n");
    }

    @Test
    void anyOtherLineIsOneObjectToo() {
        assertThat(new LineFormat.Json("n1").format(line(Level.SEVERE, "{0} of {1}", "a", 2)))
                .contains("\"severity_text\":\"ERROR\"", "\"body\":\"a of 2\"")
                .hasLineCount(1);
    }

    @Test
    void forPeopleALineIsShortAndHasTheFieldsAtItsEnd() {
        assertThat(new LineFormat.Text().format(line(Level.WARNING, "{0}", ELECTED)))
                .isEqualTo("03:04:05.678 WARN  n1  s5/r1 \"leads\"\nnow  shard=s5  term=7\n");
    }

    @Test
    void aFailureIsTypeAndStackInOneLineOfJson() {
        String json =
                new LineFormat.Json("n1")
                        .format(line(Level.SEVERE, "{0}", ELECTED, new IllegalStateException("x")));

        assertThat(json)
                .contains("\"error.type\":\"java.lang.IllegalStateException\"", "\"error.stack\":")
                .hasLineCount(1);
    }

    @Test
    void whatALoggerIsToldComesOutWithItsFields() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogLines lines =
                new LogLines(
                        new LineFormat.Json("n1"),
                        new PrintStream(out, true, StandardCharsets.UTF_8));
        Logger logger = Logger.getLogger("capstan.teller");
        logger.setUseParentHandlers(false);
        logger.addHandler(lines);

        new Happenings("teller").tell(ELECTED, new IllegalStateException("x"));
        lines.close();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("capstan.leader.elected", "\"term\":7", "error.stack");
    }

    @Test
    void aReaderThatStandsStillHoldsNobodyUp() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream slow =
                new PrintStream(out, true, StandardCharsets.UTF_8) {
                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        try {
                            stuck.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        super.write(bytes, from, length);
                    }
                };
        LogLines lines = new LogLines(new LineFormat.Text(), slow);

        for (int i = 0; i < LogLines.MOST_WAITING + 50; i++) lines.publish(line(Level.INFO, "on"));
        stuck.countDown();
        lines.close();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("lines of log were dropped");
    }

    @Test
    void ofOneKindOnlySoManyLinesComeAtOnce() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogLines lines =
                new LogLines(
                        new LineFormat.Text(), new PrintStream(out, true, StandardCharsets.UTF_8));
        Logger logger = Logger.getLogger("capstan.chatter");
        logger.setUseParentHandlers(false);
        logger.addHandler(lines);
        Happenings happenings = new Happenings("chatter");

        for (int i = 0; i < Happenings.MOST_AT_ONCE + 5; i++) happenings.tell(ELECTED);
        happenings.tell(Happening.of(EventKind.MEMBER_DEAD, "n3"));
        lines.close();

        assertThat(out.toString(StandardCharsets.UTF_8).split("leads", -1))
                .hasSize(Happenings.MOST_AT_ONCE + 1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("n3");
        assertThat(happenings.suppressed()).isEqualTo(5);
    }
}
