package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.request.Administer;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Stories of leadership handed over. Raft thesis chapter 3.10.
final class TransferTest {
    @Test
    void leadershipMovesWithoutWaitingForATimeout() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.advance(Duration.ofMillis(200));
        var transfer = group.administer(1, new Administer.TransferLeadership(r(3)));
        group.advance(Duration.ofMillis(50));
        assertThat(group.get(3).leads()).isTrue();
        assertThat(group.isDone(transfer)).isTrue();
    }

    @Test
    void theTargetIsToldOnlyOnceItsLogIsComplete() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.partition(3L);
        group.put(1, "a");
        group.settle();
        group.administer(1, new Administer.TransferLeadership(r(3)));
        assertThat(group.network)
                .noneMatch(letter -> letter.message() instanceof RaftMessage.TimeoutNow);
        group.heal();
        group.advance(Duration.ofMillis(300));
        assertThat(group.get(3).leads()).isTrue();
    }

    @Test
    void commandsAreRefusedMeanwhileAndAcceptedAfterItFailed() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.lose((letter, all) -> letter.to().equals(r(3)));
        group.put(1, "a");
        group.settle();
        var transfer = group.administer(1, new Administer.TransferLeadership(r(3)));
        var put = group.put(1, "b");
        Outcome.Refused refused = (Outcome.Refused) group.outcomes(put).getFirst();
        assertThat(refused.code()).isEqualTo(ErrorCode.NO_LEADER);
        group.advance(Duration.ofMillis(1100));
        Outcome.Refused failed = (Outcome.Refused) group.outcomes(transfer).getFirst();
        assertThat(failed.code()).isEqualTo(ErrorCode.TRANSFER_REFUSED);
        assertThat(failed.message()).contains("r3 did not take over in time");
        var again = group.put(1, "c");
        group.settle();
        assertThat(group.isDone(again)).isTrue();
    }

    @Test
    void onlyAVoterCanBeHandedTheLead() {
        TestGroup group = TestGroup.of(TestGroup.OPTIONS, TestGroup.ids(1, 3), List.of(r(4)));
        group.elect(1);
        for (long id : new long[] {1, 4, 9}) {
            var transfer = group.administer(1, new Administer.TransferLeadership(r(id)));
            assertThat(((Outcome.Refused) group.outcomes(transfer).getFirst()).code())
                    .isEqualTo(ErrorCode.TRANSFER_REFUSED);
        }
    }
}
