package io.capstan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.client.Dialogue.Sent;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Ask;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackTest {
    private static final Wish WISH =
            Wish.at(Consistency.LINEARIZABLE)
                    .orElse(Consistency.EVENTUAL)
                    .within(Duration.ofSeconds(4));
    private static final Outcome ROWS =
            new Outcome.Done(
                    new Result.Rows(List.of(), Bytes.EMPTY), new ShardId(4), 9, HybridTime.ZERO);

    /// Lets time pass, without an answer, until the session asks at another level.
    private static Sent next(Dialogue dialogue, Consistency than) {
        for (int i = 0; i < 100; i++) {
            dialogue.toNextTimer();
            for (Sent sent : dialogue.sent()) if (!sent.request().level().equals(than)) return sent;
        }
        throw new AssertionError("never asked at another level than " + than);
    }

    @Test
    void whatIsNotAnsweredInHalfOfTheTimeIsAskedAtTheFallbackForTheRest() {
        Dialogue dialogue = Dialogue.withThree();
        long start = dialogue.now;
        dialogue.read(WISH);
        Sent strong = dialogue.onlySent();
        Sent weak = next(dialogue, Consistency.LINEARIZABLE);
        assertThat(dialogue.now - start).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(strong.request().level()).isEqualTo(Consistency.LINEARIZABLE);
        assertThat(weak.request().level()).isEqualTo(Consistency.EVENTUAL);
        assertThat(weak.remainingMillis()).isEqualTo(2_000);
        assertThat(weak.request().id()).isNotEqualTo(strong.request().id());
    }

    @Test
    void theAnswerSaysWhichLevelItHolds() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(WISH);
        dialogue.sent();
        Sent weak = next(dialogue, Consistency.LINEARIZABLE);
        dialogue.now += 7_000_000;
        dialogue.answer(weak, ROWS);
        Finished finished = dialogue.onlyFinished();
        assertThat(finished.outcome()).isEqualTo(ROWS);
        assertThat(finished.level()).isEqualTo(Consistency.EVENTUAL);
        assertThat(finished.contact()).isEqualTo(weak.to());
        assertThat(finished.tookNanos()).isEqualTo(Duration.ofMillis(2_007).toNanos());
    }

    @Test
    void anAnswerInTimeHoldsTheLevelAskedForAndNothingElseIsAsked() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(WISH);
        dialogue.answer(dialogue.onlySent(), ROWS);
        assertThat(dialogue.onlyFinished().level()).isEqualTo(Consistency.LINEARIZABLE);
        assertThat(dialogue.core.nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEVEL_UNAVAILABLE", "LEVEL_UNPROVEN"})
    void aLevelThatIsNotToBeHadIsLeftAtOnce(ErrorCode code) {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(WISH);
        Sent strong = dialogue.onlySent();
        dialogue.answer(strong, Dialogue.refused(code));
        Sent weak = dialogue.onlySent();
        assertThat(weak.request().level()).isEqualTo(Consistency.EVENTUAL);
        assertThat(weak.to()).isEqualTo(strong.to());
        assertThat(weak.remainingMillis()).isEqualTo(4_000);
    }

    @Test
    void aCircumstanceIsNoReasonToWeakenBeforeHalfOfTheTime() {
        Dialogue dialogue = Dialogue.withThree();
        long start = dialogue.now;
        dialogue.read(WISH);
        List<Sent> sent = dialogue.sent();
        while (sent.isEmpty()
                || Consistency.LINEARIZABLE.equals(sent.getFirst().request().level())) {
            sent.forEach(each -> dialogue.answer(each, Dialogue.refused(ErrorCode.NO_LEADER)));
            dialogue.toNextTimer();
            sent = dialogue.sent();
        }
        assertThat(dialogue.now - start).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void aRefusalThatHoldsAtEveryLevelIsFinal() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(WISH);
        dialogue.answer(dialogue.onlySent(), Dialogue.refused(ErrorCode.UNKNOWN_TABLE));
        assertThat(dialogue.onlyOutcome()).isEqualTo(Dialogue.refused(ErrorCode.UNKNOWN_TABLE));
    }

    @Test
    void aFloorThatForbidsTheFallbackIsToldWithWhyItWasAsked() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(WISH);
        dialogue.answer(
                dialogue.onlySent(),
                new Outcome.Refused(ErrorCode.LEVEL_UNPROVEN, "no replica is that far"));
        dialogue.answer(dialogue.onlySent(), Dialogue.refused(ErrorCode.BELOW_FLOOR));
        assertThat(dialogue.onlyOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        r -> {
                            assertThat(r.code()).isEqualTo(ErrorCode.BELOW_FLOOR);
                            assertThat(r.message())
                                    .contains("eventual", "linearizable", "no replica is that far");
                        });
    }

    @Test
    void whereTheFallbackGetsNoAnswerEitherTheDeadlineHolds() {
        Dialogue dialogue = Dialogue.withThree();
        long start = dialogue.now;
        dialogue.read(WISH);
        while (dialogue.core.unsettled() > 0) dialogue.toNextTimer();
        assertThat(dialogue.now - start).isEqualTo(Duration.ofSeconds(4).toNanos());
        assertThat(dialogue.onlyOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        r -> assertThat(r.message()).contains("linearizable else eventual"));
    }

    @Test
    void everyLevelHasHalfOfWhatIsLeftAndTheLastOneTheRest() {
        Dialogue dialogue = Dialogue.withThree();
        long start = dialogue.now;
        dialogue.read(
                Wish.at(Consistency.LINEARIZABLE)
                        .orElse(Consistency.CAUSAL)
                        .orElse(Consistency.EVENTUAL)
                        .within(Duration.ofSeconds(8)));
        dialogue.sent();
        next(dialogue, Consistency.LINEARIZABLE);
        assertThat(dialogue.now - start).isEqualTo(Duration.ofSeconds(4).toNanos());
        next(dialogue, Consistency.CAUSAL);
        assertThat(dialogue.now - start).isEqualTo(Duration.ofSeconds(6).toNanos());
    }

    @Test
    void aSilentContactDoesNotEatTheTimeOfTheFallback() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(WISH.within(Duration.ofSeconds(1)));
        NodeId silent = dialogue.onlySent().to();
        List<NodeId> asked = new ArrayList<>();
        while (dialogue.core.unsettled() > 0) {
            dialogue.toNextTimer();
            for (Sent sent : dialogue.sent())
                if (Consistency.EVENTUAL.equals(sent.request().level())) asked.add(sent.to());
        }
        assertThat(asked.getFirst()).isNotEqualTo(silent);
        assertThat(asked).contains(Dialogue.N1, Dialogue.N2, Dialogue.N3);
    }

    @Test
    void anAnswerToTheRequestThatWasLeftIsNobodys() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(WISH);
        Sent strong = dialogue.onlySent();
        dialogue.answer(strong, Dialogue.refused(ErrorCode.LEVEL_UNPROVEN));
        dialogue.answer(strong, ROWS);
        assertThat(dialogue.core.drainFinished()).isEmpty();
        dialogue.answer(dialogue.onlySent(), ROWS);
        assertThat(dialogue.onlyFinished().level()).isEqualTo(Consistency.EVENTUAL);
    }

    @Test
    void theWindowOfNumbersHoldsForFallbacksToo() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent oldest = dialogue.onlySent();
        for (int i = 2; i < ClientOptions.WINDOW; i++) dialogue.put();
        dialogue.sent().forEach(sent -> dialogue.answer(sent, Dialogue.DONE));
        dialogue.read(WISH);
        dialogue.answer(dialogue.onlySent(), Dialogue.refused(ErrorCode.LEVEL_UNPROVEN));
        assertThat(dialogue.sent()).isEmpty();
        dialogue.answer(oldest, Dialogue.DONE);
        Sent weak = dialogue.onlySent();
        assertThat(weak.request().id().number()).isEqualTo(ClientOptions.WINDOW + 1);
        assertThat(weak.request().tag().lowestAwaited()).isEqualTo(ClientOptions.WINDOW + 1);
    }

    @Test
    void aFallbackThatWaitsForRoomUntilItsDeadlineIsNeverSent() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.submit(Asks.delete(Dialogue.KEY), Duration.ofSeconds(20));
        Sent oldest = dialogue.onlySent();
        for (int i = 2; i < ClientOptions.WINDOW; i++) dialogue.put();
        dialogue.sent().forEach(sent -> dialogue.answer(sent, Dialogue.DONE));
        dialogue.core.drainFinished();
        dialogue.read(WISH);
        dialogue.answer(dialogue.onlySent(), Dialogue.refused(ErrorCode.LEVEL_UNPROVEN));
        dialogue.pass(Duration.ofSeconds(4));
        assertThat(dialogue.onlyOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        r -> assertThat(r.code()).isEqualTo(ErrorCode.LEVEL_UNPROVEN));
        dialogue.sent();
        dialogue.answer(oldest, Dialogue.DONE);
        assertThat(dialogue.sent()).isEmpty();
        assertThat(dialogue.core.unsettled()).isZero();
    }

    @Test
    void aFallbackThatHoldsNoLessIsRefusedUnsent() {
        for (Wish wish :
                List.of(
                        Wish.at(Consistency.EVENTUAL).orElse(Consistency.CAUSAL),
                        Wish.at(Consistency.CAUSAL).orElse(Consistency.CAUSAL),
                        Wish.at(Consistency.CAUSAL)
                                .orElse(new Consistency.Bounded(Duration.ofSeconds(1))),
                        Wish.USUAL.orElse(Consistency.LINEARIZABLE)))
            assertThat(refusedUnsent(Asks.get(Dialogue.KEY), wish)).contains("is not weaker than");
    }

    @Test
    void aCommandHasNoFallback() {
        assertThat(refusedUnsent(Asks.delete(Dialogue.KEY), WISH)).contains("no fallback");
    }

    @Test
    void aTimeThatCannotBeIsRefusedUnsent() {
        for (Duration time :
                List.of(
                        Duration.ZERO,
                        Duration.ofNanos(999_999),
                        Duration.ofSeconds(-1),
                        Duration.ofHours(25),
                        Duration.ofSeconds(Long.MAX_VALUE)))
            assertThat(refusedUnsent(Asks.get(Dialogue.KEY), Wish.USUAL.within(time)))
                    .contains("deadline of 1ms to 1d");
    }

    private static String refusedUnsent(Ask ask, Wish wish) {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.submit(ask, wish);
        assertThat(dialogue.sent()).isEmpty();
        Outcome.Refused refused = (Outcome.Refused) dialogue.onlyOutcome();
        assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED);
        return refused.message();
    }
}
