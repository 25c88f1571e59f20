package io.capstan.checker.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.checker.RandomHistory;
import io.capstan.checker.history.Event;
import io.capstan.checker.history.History;
import io.capstan.checker.history.Kind;
import io.capstan.checker.history.Outcome;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistoryFileTest {
    private static final String TWO =
            "{:process 0, :type :invoke, :f :write, :value 3} {:process 0 :type :ok :f :write :value 3N}";

    @Test
    void ednComesAsAVectorAListOrOneMapAfterAnother() {
        for (String text :
                List.of(
                        TWO,
                        "[" + TWO + "]",
                        "(" + TWO + ")\n",
                        "; a comment\n#jepsen.history.DenseHistory [" + TWO + " #_ {:x 1}]")) {
            History history = read(text);
            assertThat(history.size()).as(text).isEqualTo(1);
            assertThat(history.outcome(0)).isEqualTo(Outcome.OK);
            assertThat(history.value(history.first(0))).isEqualTo(Value.of(3));
        }
    }

    @Test
    void taggedRecordsAndForeignFieldsAreRead() {
        History history =
                read(
                        """
                        #jepsen.history.Op{:index 0, :time 5, :type :invoke, :process 1, :f :read,
                          :value nil, :error [:a "x\\n" #inst "2020" \\c 1/2 ##NaN #{1 2}], :n {:a {}}}
                        #jepsen.history.Op{:index 1, :type :info, :process :nemesis, :f :start}
                        #jepsen.history.Op{:index 4, :type :ok, :process 1, :f :read, :value [1 (2)]}
                        """);
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.skippedEvents()).isEqualTo(1);
        assertThat(history.operation(0).deed()).isEqualTo("read [1 [2]]");
    }

    @Test
    void jsonComesAsAnArrayOrOneObjectAfterAnother() {
        String two =
                "{\"type\":\"invoke\",\"process\":1,\"f\":\"cas\",\"value\":[1.0,2]}%s{\"type\":\"info\",\"process\":1,\"f\":\"cas\",\"value\":null}";
        for (String text : List.of("[" + two.formatted(",") + "]", two.formatted("\n"))) {
            History history = read(text);
            assertThat(history.kind(0)).isEqualTo(Kind.CAS);
            assertThat(history.value(history.first(0))).isEqualTo(Value.of(1));
            assertThat(history.outcome(0)).isEqualTo(Outcome.INFO);
        }
    }

    @Test
    void whatIsNoHistoryIsRefusedAndThePlaceIsNamed() {
        refused("[" + TWO, "cut short");
        refused("[" + TWO + "] 7", "more input");
        refused("{:process 0 :type :invoke", "line 1");
        refused("[1 2]", "line 1, column 2", "operation map {...} was expected");
        refused("{:process 0 :type :done :f :read}", ":done", ":invoke, :ok, :fail or :info");
        refused("{:process 0 :type :invoke :f :append :value 1}", ":append", "cas-register");
        refused("{:process 0 :type :invoke :f :cas :value 1}", "[old new]");
        refused("{:process 0 :type :ok :f :read :value 1}", "its invocation is missing");
        refused(TWO.replace(":ok", ":invoke"), "has no completion");
        refused(TWO.replace("3N", "4"), "value 4", "invoked it with 3");
        refused("{:process 0 :process 1}", ":process appears twice");
        refused("{:process 0 :type :invoke :f :write :value \"abc}", "never ends");
        refused("[".repeat(5) + "{}", "line 1");
        refused("{:process 0 :value " + "[".repeat(300), "nested deeper");
        refused("[{\"process\":0,]", "line 1");
        refused("[{\"process\":0,\"type\":\"invoke\",\"f\":\"read\"}", "cut short");
    }

    @Test
    void ednWrittenReadsBackTheSame() throws IOException {
        List<Event> events = RandomHistory.events(5, new RandomHistory.Shape(300, 5, 3, 30, 10));
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            new EdnWriter(text).write(event);
        }
        History history = read(text.toString());
        StringBuilder again = new StringBuilder();
        for (Event event : events) {
            new EdnWriter(again).write(event);
        }
        assertThat(again).hasToString(text.toString());
        assertThat(history.events()).isEqualTo(events.size());
        for (String value :
                List.of(
                        "\"a\\\"\\n\\\\\"",
                        "[1 :k/w nil #{true} {:a -5}]",
                        "2.5",
                        "10N",
                        "123456789012345678901N")) {
            Value parsed = HistoryFile.value(value, Format.EDN).orElseThrow();
            assertThat(HistoryFile.value(parsed.toString(), Format.EDN)).contains(parsed);
        }
    }

    @Test
    void damagedInputIsReadOrRefusedButNeverBreaksTheReader() {
        SplittableRandom random = new SplittableRandom(11);
        byte[] edn = ("[" + TWO.repeat(3) + "]").getBytes(StandardCharsets.UTF_8);
        byte[] json =
                "[{\"type\":\"invoke\",\"process\":1,\"f\":\"write\",\"value\":[1.0,2,{\"a\":\"b\"}]}]"
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 4000; i++) {
            byte[] damaged = (i % 2 == 0 ? edn : json).clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(reading(damaged)).isNotInstanceOf(Reading.TooLarge.class);
        }
    }

    private static void refused(String text, String... words) {
        Reading reading = reading(text.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).as(text).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).diagnosis()).contains(words);
    }

    private static History read(String text) {
        Reading reading = reading(text.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).as(text).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).history();
    }

    private static Reading reading(byte[] bytes) {
        return new HistoryFile(Workload.CAS_REGISTER, Value.nil(), 1 << 20)
                .read(new ByteArrayInputStream(bytes), Optional.empty());
    }
}
