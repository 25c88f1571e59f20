package io.capstan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.client.Dialogue.Sent;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.trace.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientCoreTest {
    private static final Outcome NO_LEADER = Dialogue.refused(ErrorCode.NO_LEADER);

    @Test
    void aRequestIsSentOnceAndFinishedByItsAnswer() {
        Dialogue dialogue = Dialogue.withThree();
        long ticket = dialogue.put();
        Sent sent = dialogue.onlySent();
        dialogue.answer(sent, Dialogue.DONE);
        assertThat(dialogue.core.drainFinished())
                .containsExactly(
                        new Finished(
                                ticket, Dialogue.DONE, 1, Consistency.LINEARIZABLE, sent.to(), 0));
        assertThat(dialogue.core.nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aRetryRepeatsTheRequestUnderTheSameIdAtTheNextContact() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent first = dialogue.onlySent();
        dialogue.toNextTimer();
        Sent second = dialogue.onlySent();
        assertThat(second.request()).isEqualTo(first.request());
        assertThat(second.to()).isNotEqualTo(first.to());
        assertThat(second.remainingMillis()).isLessThan(first.remainingMillis());
    }

    @Test
    void everyContactGetsItsTurnWhileNoneAnswers() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        List<NodeId> asked = new ArrayList<>(List.of(dialogue.onlySent().to()));
        for (int i = 0; i < 2; i++) {
            dialogue.toNextTimer();
            asked.add(dialogue.onlySent().to());
        }
        assertThat(asked).containsExactlyInAnyOrder(Dialogue.N1, Dialogue.N2, Dialogue.N3);
    }

    @Test
    void aRefusalThatMayPassIsRetriedAfterAPauseThatGrows() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            dialogue.answer(dialogue.onlySent(), NO_LEADER);
            assertThat(dialogue.sent()).isEmpty();
            long before = dialogue.now;
            dialogue.toNextTimer();
            pauses.add((dialogue.now - before) / 1_000_000);
        }
        assertThat(pauses.getFirst()).isBetween(5L, 10L);
        assertThat(pauses.getLast()).isBetween(160L, 320L);
    }

    @Test
    void aRedirectIsFollowedAtOnce() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent first = dialogue.onlySent();
        NodeId leader = first.to().equals(Dialogue.N2) ? Dialogue.N3 : Dialogue.N2;
        dialogue.answer(first, new Outcome.Redirected(new ShardId(4), leader, 2));
        assertThat(dialogue.onlySent().to()).isEqualTo(leader);
    }

    @Test
    void redirectsInACircleEndInAPause() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent sent = dialogue.onlySent();
        int followed = 0;
        while (sent != null) {
            NodeId other = sent.to().equals(Dialogue.N1) ? Dialogue.N2 : Dialogue.N1;
            dialogue.answer(sent, new Outcome.Redirected(new ShardId(4), other, 2));
            sent = dialogue.sent().stream().findFirst().orElse(null);
            followed++;
        }
        assertThat(followed).isEqualTo(5);
        assertThat(dialogue.core.nextTimerNanos()).isGreaterThan(dialogue.now);
    }

    @Test
    void aNodeIsFoundUnderTheIdThatItGaveOverTheAddressThatWasKnown() {
        NodeId first = new NodeId(1001);
        NodeId second = new NodeId(1002);
        Dialogue dialogue = new Dialogue(ClientOptions.DEFAULT, first, second);
        dialogue.put();
        Sent sent = dialogue.onlySent();
        NodeId real = new NodeId(77);
        dialogue.answer(sent.to(), real, sent.request().id(), NO_LEADER, Dialogue.CLUSTER);
        dialogue.toNextTimer();
        Sent again = dialogue.onlySent();
        dialogue.answer(again, new Outcome.Redirected(new ShardId(4), real, 2));
        assertThat(dialogue.onlySent().to()).isEqualTo(sent.to());
    }

    @Test
    void aCommandWithoutAnAnswerIsUnknownAtItsDeadline() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        dialogue.sent();
        dialogue.pass(Duration.ofSeconds(10));
        assertThat(dialogue.onlyOutcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(dialogue.core.unsettled()).isZero();
    }

    @Test
    void aQueryWithoutAnAnswerIsRefusedAtItsDeadlineWithTheLastWord() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.submit(Asks.get(Dialogue.KEY));
        dialogue.answer(dialogue.onlySent(), NO_LEADER);
        dialogue.pass(Duration.ofSeconds(10));
        Outcome outcome = dialogue.onlyOutcome();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        r -> assertThat(r.code()).isEqualTo(ErrorCode.NO_LEADER));
    }

    @Test
    void whyANodeTurnsTheSessionAwayIsSaidWhereNoOtherAnswers() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.submit(Asks.get(Dialogue.KEY));
        NodeId asked = dialogue.onlySent().to();
        dialogue.turnAway(
                asked, new Outcome.Refused(ErrorCode.OVERLOADED, "2000 clients are connected"));
        dialogue.core.lost(asked, dialogue.now);
        dialogue.toNextTimer();
        assertThat(dialogue.onlySent().to()).isNotEqualTo(asked);
        dialogue.pass(Duration.ofSeconds(10));
        assertThat(dialogue.onlyOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        r -> assertThat(r.message()).contains("2000 clients are connected"));
    }

    @Test
    void aRefusalOfARetryDoesNotSpeakForTheFirstAttempt() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        dialogue.sent();
        dialogue.toNextTimer();
        dialogue.answer(dialogue.onlySent(), Dialogue.refused(ErrorCode.UNKNOWN_TABLE));
        assertThat(dialogue.onlyOutcome()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aRefusalOfTheOnlyAttemptStands() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        dialogue.answer(dialogue.onlySent(), Dialogue.refused(ErrorCode.UNKNOWN_TABLE));
        assertThat(dialogue.onlyOutcome()).isEqualTo(Dialogue.refused(ErrorCode.UNKNOWN_TABLE));
    }

    @Test
    void anExpiredCommandIsUnknownForACopyOfItMayHaveBeenInTime() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        dialogue.answer(dialogue.onlySent(), Dialogue.refused(ErrorCode.EXPIRED));
        assertThat(dialogue.onlyOutcome()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void anUnknownOutcomeIsAskedAgainUnderTheSameId() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent first = dialogue.onlySent();
        dialogue.answer(first, new Outcome.Unknown("the leader stepped down"));
        dialogue.toNextTimer();
        Sent second = dialogue.onlySent();
        assertThat(second.request().id()).isEqualTo(first.request().id());
        dialogue.answer(second, Dialogue.DONE);
        assertThat(dialogue.onlyOutcome()).isEqualTo(Dialogue.DONE);
    }

    @Test
    void theAnswerToAnEarlierAttemptCounts() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent first = dialogue.onlySent();
        dialogue.toNextTimer();
        dialogue.answer(first, Dialogue.DONE);
        assertThat(dialogue.onlyOutcome()).isEqualTo(Dialogue.DONE);
    }

    @Test
    void aLateRefusalOfAnEarlierAttemptDoesNotDisturbTheOneUnderWay() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent first = dialogue.onlySent();
        dialogue.toNextTimer();
        dialogue.sent();
        long timer = dialogue.core.nextTimerNanos();
        dialogue.answer(first, NO_LEADER);
        assertThat(dialogue.core.nextTimerNanos()).isEqualTo(timer);
    }

    @Test
    void numbersHaveNoGapsAndNameTheLowestStillAwaited() {
        Dialogue dialogue = Dialogue.withThree();
        for (int i = 0; i < 3; i++) dialogue.put();
        List<Sent> sent = dialogue.sent();
        dialogue.answer(sent.get(0), Dialogue.DONE);
        dialogue.answer(sent.get(2), Dialogue.DONE);
        dialogue.put();
        Request fourth = dialogue.onlySent().request();
        assertThat(sent).extracting(s -> s.request().id().number()).containsExactly(1L, 2L, 3L);
        assertThat(fourth.id().number()).isEqualTo(4);
        assertThat(fourth.tag().lowestAwaited()).isEqualTo(2);
    }

    @Test
    void noRequestRunsMoreThanAWindowAheadOfTheLowestAwaited() {
        Dialogue dialogue = Dialogue.withThree();
        for (int i = 0; i < ClientOptions.WINDOW + 10; i++) dialogue.put();
        List<Sent> sent = dialogue.sent();
        assertThat(sent).hasSize(ClientOptions.WINDOW);
        sent.subList(1, sent.size()).forEach(s -> dialogue.answer(s, Dialogue.DONE));
        assertThat(dialogue.sent()).isEmpty();
        dialogue.answer(sent.getFirst(), Dialogue.DONE);
        assertThat(dialogue.sent()).hasSize(10);
    }

    @Test
    void aFullSessionRefusesAndHasSentNothing() {
        ClientOptions small =
                new ClientOptions(
                        1,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
        Dialogue dialogue = new Dialogue(small, Dialogue.N1);
        for (int i = 0; i < 3; i++) dialogue.put();
        assertThat(dialogue.core.drainFinished())
                .singleElement()
                .satisfies(f -> assertThat(f.attempts()).isZero())
                .extracting(f -> ((Outcome.Refused) f.outcome()).code())
                .isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void whatWaitedUntilItsDeadlineIsRefusedAsNeverSent() {
        Dialogue dialogue = new Dialogue(ClientOptions.DEFAULT.withMaxInFlight(1), Dialogue.N1);
        dialogue.submit(Asks.delete(Dialogue.KEY), Duration.ofSeconds(20));
        dialogue.put();
        dialogue.pass(Duration.ofSeconds(10));
        assertThat(dialogue.onlyOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        r -> assertThat(r.code()).isEqualTo(ErrorCode.EXPIRED));
        assertThat(dialogue.core.unsettled()).isEqualTo(1);
    }

    @Test
    void anOversizeRequestIsRefusedUnsent() {
        Dialogue dialogue = Dialogue.withThree();
        Bytes large = Bytes.wrap(new byte[ClientCore.MAX_ASK_BYTES]);
        dialogue.submit(Asks.put(Dialogue.KEY, large));
        assertThat(dialogue.sent()).isEmpty();
        assertThat(dialogue.onlyOutcome()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void theSessionCarriesWhatItHasSeen() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        dialogue.answer(dialogue.onlySent(), Dialogue.DONE);
        dialogue.submit(Asks.get(Dialogue.KEY));
        assertThat(dialogue.onlySent().request().token())
                .isEqualTo(dialogue.core.session().token())
                .satisfies(t -> assertThat(t.positions()).containsEntry(new ShardId(4), 10L));
    }

    @Test
    void framesOfAnotherClusterAndGarbageAreDropped() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent sent = dialogue.onlySent();
        dialogue.answer(sent, Dialogue.DONE);
        dialogue.put();
        Sent other = dialogue.onlySent();
        dialogue.answer(
                other.to(), other.to(), other.request().id(), Dialogue.DONE, new ClusterId(1));
        dialogue.core.received(other.to(), Bytes.utf8("no frame at all"), dialogue.now);
        assertThat(dialogue.core.droppedFrames()).isEqualTo(2);
        assertThat(dialogue.core.unsettled()).isEqualTo(1);
    }

    @Test
    void whatWaitsForALostContactIsAskedElsewhereSoon() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        Sent first = dialogue.onlySent();
        dialogue.core.lost(first.to(), dialogue.now);
        long before = dialogue.now;
        dialogue.toNextTimer();
        assertThat(dialogue.onlySent().to()).isNotEqualTo(first.to());
        assertThat(dialogue.now - before).isLessThanOrEqualTo(10_000_000L);
    }

    @Test
    void requestsForOneContactShareAFrame() {
        Dialogue dialogue = Dialogue.withThree();
        for (int i = 0; i < 50; i++)
            dialogue.submit(Asks.compareAndSet(Dialogue.KEY, Optional.empty(), Bytes.utf8("" + i)));
        assertThat(dialogue.core.drainFrames()).hasSize(1);
    }

    @Test
    void aTracedRequestCarriesItsTraceInEveryAttempt() {
        Dialogue dialogue = Dialogue.withThree();
        TraceContext trace = new TraceContext(1, 2, 3);
        dialogue.core.submit(
                dialogue.now,
                dialogue.now / 1_000_000,
                new Errand(
                        Dialogue.TABLE,
                        ShardId.NONE,
                        List.of(Consistency.LINEARIZABLE),
                        Asks.get(Dialogue.KEY),
                        trace,
                        Duration.ofSeconds(10)));
        Dialogue.Sent first = dialogue.onlySent();
        dialogue.answer(first, new Outcome.Unknown("who knows"));
        dialogue.toNextTimer();

        assertThat(first.request().trace()).isEqualTo(trace);
        assertThat(dialogue.onlySent().request().trace()).isEqualTo(trace);
        dialogue.put();
        assertThat(dialogue.onlySent().request().trace()).isEqualTo(TraceContext.NONE);
    }
}
