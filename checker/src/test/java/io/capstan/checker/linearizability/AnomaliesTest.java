package io.capstan.checker.linearizability;

import static io.capstan.checker.Story.cas;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.checker.Story;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import org.junit.jupiter.api.Test;

/// The mistakes that stores make, one by one, and what looks like a mistake and is none.
class AnomaliesTest {
    @Test
    void aReadAfterAnAcknowledgedWriteMustNotBeStale() {
        Counterexample example = violated(register().write(0, 1).write(1, 2).read(2, 2).read(3, 1));
        assertThat(example.operations()).hasSize(3);
        assertThat(example.sentences().getFirst())
                .contains("Process 3's read 1", "process 1's write 2", "acknowledged at event 3")
                .contains("stale");
    }

    @Test
    void twoReadersMustNotSeeNewThenOld() {
        violated(
                register()
                        .write(0, 1)
                        .invoke(1, "write", Value.of(2))
                        .read(2, 2)
                        .read(3, 1)
                        .ok(1, "write", Value.of(2)));
    }

    @Test
    void oldThenNewDuringAWriteIsFine() {
        valid(
                register()
                        .write(0, 1)
                        .invoke(1, "write", Value.of(2))
                        .read(2, 1)
                        .read(3, 2)
                        .ok(1, "write", Value.of(2)));
    }

    @Test
    void twoUpdatesOfTheSameValueMustNotBothSucceed() {
        Story story = casRegister().write(0, 1);
        story.invoke(1, "cas", cas(1, 2)).invoke(2, "cas", cas(1, 3));
        story.ok(1, "cas", cas(1, 2)).ok(2, "cas", cas(1, 3));
        assertThat(violated(story).sentences().getFirst()).contains("an update was lost");
    }

    @Test
    void nobodyReadsWhatWasNeverWritten() {
        assertThat(violated(register().write(0, 1).read(1, 7)).sentences().getFirst())
                .contains("nobody ever set 7");
    }

    @Test
    void nobodyReadsWhatFailed() {
        Story story = register().write(0, 1).invoke(1, "write", Value.of(2));
        story.fail(1, "write", Value.of(2)).read(2, 2);
        assertThat(violated(story).sentences().getFirst()).contains("which failed");
    }

    @Test
    void nobodyReadsTheFuture() {
        assertThat(violated(register().read(0, 5).write(1, 5)).sentences().getFirst())
                .contains("saw the future");
    }

    @Test
    void whatCrashedMayShowLateAndThenStays() {
        Story late =
                register()
                        .write(0, 1)
                        .invoke(1, "write", Value.of(2))
                        .info(1, "write", Value.of("timed out"))
                        .read(2, 1)
                        .read(3, 2);
        valid(late);
        violated(late.read(4, 1));
    }

    @Test
    void whatNeverCompletesCountsAsCrashed() {
        valid(register().write(0, 1).invoke(1, "write", Value.of(2)).read(2, 1).read(3, 2));
    }

    @Test
    void aCrashedCompareAndSetNeedsItsValue() {
        Story story = casRegister().write(0, 1).invoke(1, "cas", cas(3, 2)).info(1, "cas", null);
        violated(story.read(2, 2));
    }

    @Test
    void aDeletedKeyMustNotComeBack() {
        Story story = Story.of(Workload.KV);
        story.invoke(0, "put", pair("a", 1)).ok(0, "put", pair("a", 1));
        story.invoke(0, "delete", Value.of("a")).ok(0, "delete", Value.of("a"));
        story.invoke(1, "get", Value.of("a")).ok(1, "get", pair("a", 1));
        Counterexample example = violated(story);
        assertThat(example.key()).isEqualTo(Value.of("a"));
        assertThat(example.sentences().getFirst()).contains("write nil", "stale");
    }

    @Test
    void keysAreJudgedApart() {
        Story story = Story.of(Workload.KV);
        story.invoke(0, "write", pair("a", 1)).ok(0, "write", pair("a", 1));
        story.invoke(1, "read", pair("b")).ok(1, "read", pair("b"));
        valid(story);
        story.invoke(1, "read", pair("a")).ok(1, "read", pair("a"));
        assertThat(violated(story).key()).isEqualTo(Value.of("a"));
    }

    private static Value pair(String key, long value) {
        return Value.vector(Value.of(key), Value.of(value));
    }

    private static Value pair(String key) {
        return Value.vector(Value.of(key), Value.nil());
    }

    private static Story register() {
        return Story.of(Workload.REGISTER);
    }

    private static Story casRegister() {
        return Story.of(Workload.CAS_REGISTER);
    }

    private static void valid(Story story) {
        assertThat(Linearizability.judge(story.history(), Limits.standard()))
                .isInstanceOf(Verdict.Valid.class);
    }

    private static Counterexample violated(Story story) {
        Verdict verdict = Linearizability.judge(story.history(), Limits.standard());
        assertThat(verdict).isInstanceOf(Verdict.Violated.class);
        return ((Verdict.Violated) verdict).counterexample();
    }
}
