package io.capstan.verify.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.checker.linearizability.Limits;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.workload.Operation;
import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.record.Band;
import io.capstan.verify.record.Chronicle;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The verdict on small histories.
class JudgementTest {
    private final Chronicle chronicle = new Chronicle();
    private final long writer = chronicle.newProcess();
    private final long reader = chronicle.newProcess();
    private long now;

    private void write(String value, Operation.Result result, long stamp) {
        perform(writer, Operation.Kind.PUT, Optional.of(value), Consistency.LINEARIZABLE)
                .settle(result, Optional.empty(), new HybridTime(stamp), ++now);
        chronicle.end(chronicle.entries().size() - 1, "", 1);
    }

    private void read(String value, Consistency level, long stamp) {
        perform(reader, Operation.Kind.GET, Optional.empty(), level)
                .settle(Operation.Result.OK, Optional.of(value), new HybridTime(stamp), ++now);
        chronicle.end(chronicle.entries().size() - 1, "", 1);
    }

    private Operation perform(
            long process, Operation.Kind kind, Optional<String> value, Consistency level) {
        Operation operation =
                new Operation(
                        1,
                        process,
                        kind,
                        Chronicle.TABLE,
                        "k",
                        Optional.empty(),
                        value,
                        level,
                        ++now);
        chronicle.begin(operation);
        return operation;
    }

    private Finding judged(Consistency level) {
        return new Claim(level).judge(chronicle, Limits.standard());
    }

    private Finding whole(List<FaultKind> asked, List<Band> bands) {
        return Judgement.of(
                judged(Consistency.LINEARIZABLE), Optional.empty(), asked, bands, chronicle);
    }

    @Test
    void whatOneOrderExplainsIsValid() {
        write("1", Operation.Result.OK, 1);
        read("1", Consistency.LINEARIZABLE, 1);
        assertThat(whole(List.of(), List.of())).isInstanceOf(Finding.Holds.class);
    }

    @Test
    void aStaleReadIsViolatedWithItsStory() {
        write("1", Operation.Result.OK, 1);
        write("2", Operation.Result.OK, 2);
        read("1", Consistency.LINEARIZABLE, 1);
        Finding finding = whole(List.of(), List.of());
        assertThat(finding.word()).isEqualTo("violated");
        assertThat(finding.sentence()).contains("stale");
    }

    @Test
    void aRefusedWriteThatIsReadIsViolated() {
        write("1", Operation.Result.REFUSED, 0);
        read("1", Consistency.LINEARIZABLE, 1);
        assertThat(whole(List.of(), List.of()).word()).isEqualTo("violated");
    }

    @Test
    void aWriteOfUnknownOutcomeMayBeReadOrNot() {
        write("1", Operation.Result.OK, 1);
        write("2", Operation.Result.UNKNOWN, 0);
        read("2", Consistency.LINEARIZABLE, 2);
        assertThat(whole(List.of(), List.of()).word()).isEqualTo("valid");
    }

    @Test
    void aRunWithoutASuccessfulReadOrWriteIsUnknown() {
        assertThat(whole(List.of(), List.of()).word()).isEqualTo("unknown");
        write("1", Operation.Result.OK, 1);
        assertThat(whole(List.of(), List.of()).sentence()).contains("no read succeeded");
    }

    @Test
    void aFaultThatNeverStruckMakesTheRunUnknown() {
        write("1", Operation.Result.OK, 1);
        read("1", Consistency.LINEARIZABLE, 1);
        assertThat(whole(List.of(FaultKind.KILL), List.of()).sentence()).contains("kill");
        Band band = new Band(FaultKind.KILL, "kill -9 n1", List.of(1), 0, 1, "");
        assertThat(whole(List.of(FaultKind.KILL), List.of(band)).word()).isEqualTo("valid");
    }

    @Test
    void whoIsNotServedAfterHealingIsAViolationOfLiveness() {
        write("1", Operation.Result.OK, 1);
        read("1", Consistency.LINEARIZABLE, 1);
        Finding unserved = new Finding.Broken("liveness", List.of("no"), Optional.empty());
        Finding seen = judged(Consistency.LINEARIZABLE);
        assertThat(Judgement.of(seen, Optional.of(unserved), List.of(), List.of(), chronicle))
                .isEqualTo(unserved);
    }

    @Test
    void aStaleReadMayBeEventualButNotOfTheSessionThatWrote() {
        write("1", Operation.Result.OK, 1);
        write("2", Operation.Result.OK, 2);
        read("1", Consistency.EVENTUAL, 1);
        assertThat(judged(Consistency.EVENTUAL).word()).isEqualTo("valid");
        read("1", Consistency.READ_YOUR_WRITES, 1);
        assertThat(judged(Consistency.READ_YOUR_WRITES).word()).isEqualTo("violated");
    }

    @Test
    void aLevelThatIsNoneIsRefusedByName() {
        assertThat(Claim.of(TablePolicy.DEFAULT, "strongest"))
                .isInstanceOfSatisfying(
                        Parsed.Mistake.class, m -> assertThat(m.toString()).contains("strongest"));
        assertThat(Claim.of(TablePolicy.DEFAULT, ""))
                .isEqualTo(new Parsed.Value<>(new Claim(Consistency.LINEARIZABLE)));
    }
}
