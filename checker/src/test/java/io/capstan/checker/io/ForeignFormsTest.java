package io.capstan.checker.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import io.capstan.checker.linearizability.Limits;
import io.capstan.checker.linearizability.Linearizability;
import io.capstan.checker.linearizability.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// The forms in which other systems write histories down, each judged as they mean it, or refused.
class ForeignFormsTest {
    @Test
    void aRecordedHistoryWithFaultsAndCrashesIsJudged() {
        String history =
                """
                ; seven clients and a nemesis
                [{:process :nemesis, :type :info, :f :start, :value nil, :time 1}
                 {:process :nemesis, :type :info, :f :start, :value {:cut #{"n1"}}, :time 2}
                 {:process 0, :type :invoke, :f :write, :value 1, :time 3, :index 2}
                 {:process 1, :type :invoke, :f :read, :value nil, :time 4, :index 3}
                 {:process 0, :type :info, :f :write, :value :timed-out, :error [:timeout "n1"], :index 4}
                 {:process 1, :type :fail, :f :read, :value nil, :error nil, :index 5}
                 {:process 7, :type :invoke, :f :cas, :value [1 2], :index 6}
                 {:process 7, :type :ok, :f :cas, :value [1 2], :index 7}
                 {:process 1, :type :invoke, :f :read, :index 8}
                 {:process 1, :type :ok, :f :read, :value %s, :link #jepsen.op.Link [1 2], :index 9}
                 {:process "nemesis", :type :info, :f :stop}
                 {:process 9, :type :invoke, :f :cas, :value [2 3]}]
                """;
        assertThat(judge(Workload.CAS_REGISTER, history.formatted("2")))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(judge(Workload.CAS_REGISTER, history.formatted("1")))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void registersOfManyKeysAreJudgedOneByOne() {
        String history =
                """
                {:process 0, :type :invoke, :f :write, :value [:x 1]}
                {:process 0, :type :ok, :f :write, :value [:x 1]}
                {:process 0, :type :invoke, :f :cas, :value [:x [1 2]]}
                {:process 1, :type :invoke, :f :write, :value [:y 5]}
                {:process 1, :type :ok, :f :write, :value [:y 5]}
                {:process 0, :type :ok, :f :cas, :value [:x [1 2]]}
                {:process 1, :type :invoke, :f :read, :value [:x nil]}
                {:process 1, :type :ok, :f :read, :value [:x %d]}
                {:process 2, :type :invoke, :f :read, :value [:y nil]}
                {:process 2, :type :info, :f :read, :value nil}
                """;
        History valid = history(Workload.CAS_REGISTER, history.formatted(2));
        assertThat(valid.keyCount()).isEqualTo(2);
        assertThat(judge(valid)).isInstanceOf(Verdict.Valid.class);
        assertThat(judge(Workload.CAS_REGISTER, history.formatted(5)))
                .isInstanceOf(Verdict.Violated.class);
        String tagged =
                history.formatted(2).replace("[:x nil]", "#jepsen.independent.Tuple[:x nil]");
        assertThat(judge(Workload.CAS_REGISTER, tagged)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aKeyInAFieldMakesARegisterOfEachKey() {
        String history =
                """
                {"process":0,"type":"invoke","f":"write","key":"a","value":1}
                {"process":0,"type":"ok","f":"write","key":"a","value":1}
                {"process":":nemesis","type":"info","f":"kill"}
                {"process":1,"type":"invoke","f":"read","key":"b","value":null}
                {"process":1,"type":"ok","f":"read","key":"b","value":null}
                """;
        assertThat(judge(Workload.REGISTER, history)).isInstanceOf(Verdict.Valid.class);
        refused(Workload.REGISTER, history.replaceFirst("\"key\":\"a\",", ""), "names no :key");
        refused(Workload.KV, history.replaceFirst("\"b\",\"value\":null}$", "\"c\"}"), "asked for");
    }

    @Test
    void whatMayBePairOrValueIsRefused() {
        String one =
                """
                {:process 0, :type :invoke, :f :write, :value [1 2]}
                {:process 0, :type :ok, :f :write, :value [1 2]}
                {:process 1, :type :invoke, :f :read, :value %s}
                {:process 1, :type :ok, :f :read, :value %s}
                """;
        assertThat(judge(Workload.REGISTER, one.formatted("nil", "[1 2]")))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(judge(Workload.REGISTER, one.formatted("[3 nil]", "[3 nil]")))
                .isInstanceOf(Verdict.Valid.class);
        refused(Workload.REGISTER, one.formatted("[1 2]", "[1 2]"), "all values are pairs");
        refused(Workload.REGISTER, one.formatted("[1 nil]", "2"), "all or none");
        refused(Workload.REGISTER, one.formatted("[1 nil]", "[2 nil]"), "another key");
    }

    @Test
    void operationsOnSeveralRegistersAtOnceAreRefused() {
        String operation = "{:process 0, :type :invoke, :f %s, :value %s}";
        refused(Workload.REGISTER, operation.formatted(":read", "{:x nil :y nil}"), "several");
        refused(
                Workload.REGISTER,
                operation.formatted(":read", "[[:r 0 nil] [:r 1 nil]]"),
                "several");
        refused(Workload.REGISTER, operation.formatted(":txn", "[[:w 0 1]]"), "not judged");
        refused(Workload.KV, operation.formatted(":append", "[1 \"x\"]"), "not judged");
        refused(Workload.REGISTER, operation.formatted(":cas", "[1 2]"), "--workload cas-register");
        refused(Workload.CAS_REGISTER, operation.formatted(":put", "[1 2]"), "--workload kv");
    }

    @Test
    void otherNamesOfFunctionsAndTypesAreKnown() {
        String history =
                """
                {"process":"c1","type":":invoke","f":"compare-and-set","value":[null,-9223372036854775809]}
                {"process":"c1","type":"ok","f":"compare-and-set","value":null}
                {"process":"c1","type":"invoke","f":":read"}
                {"process":"c1","type":"ok","f":":read","value":-9223372036854775809}
                """;
        assertThat(judge(Workload.CAS_REGISTER, history)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aReadThatNamesNoResultIsRefusedWhereItAskedWithAValue() {
        refused(
                Workload.REGISTER,
                "{:process 0 :type :invoke :f :read :value 3} {:process 0 :type :ok :f :read}",
                "nil must be said");
    }

    @Test
    void inputsOfAnotherKindAreCalledByTheirName() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{:process 0}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(diagnosis(Workload.KV, packed.toByteArray())).contains("gzip", "gunzip -c");
        assertThat(diagnosis(Workload.KV, "x".getBytes(StandardCharsets.UTF_16)))
                .contains("UTF-16");
        refused(Workload.REGISTER, "INFO  jepsen.util - 4\t:invoke\t:read\tnil\n", "as text");
        refused(Workload.REGISTER, "0\t:invoke\t:write\t1\n", "as text");
    }

    @Test
    void theMarkOfUtf8IsSkipped() {
        String json = "\ufeff[{\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"value\":null}]";
        assertThat(judge(Workload.REGISTER, json)).isInstanceOf(Verdict.Valid.class);
        assertThat(judge(Workload.REGISTER, "\ufeff[{:process 0 :type :invoke :f :read}]"))
                .isInstanceOf(Verdict.Valid.class);
    }

    private static void refused(Workload workload, String text, String words) {
        assertThat(diagnosis(workload, text.getBytes(StandardCharsets.UTF_8)))
                .as(text)
                .contains(words);
    }

    private static String diagnosis(Workload workload, byte[] bytes) {
        return reading(workload, bytes) instanceof Reading.Refused(String diagnosis)
                ? diagnosis
                : "not refused";
    }

    private static Verdict judge(Workload workload, String text) {
        return judge(history(workload, text));
    }

    private static Verdict judge(History history) {
        return Linearizability.judge(history, Limits.standard());
    }

    private static History history(Workload workload, String text) {
        Reading reading = reading(workload, text.getBytes(StandardCharsets.UTF_8));
        assertThat(reading).as(text).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).history();
    }

    private static Reading reading(Workload workload, byte[] bytes) {
        return new HistoryFile(workload, Value.nil(), 1 << 20)
                .read(new ByteArrayInputStream(bytes), Optional.empty());
    }
}
