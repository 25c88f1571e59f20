package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Address ONE = address(1);
    private static final Address TWO = address(2);
    private static final Timer ELECTION = new Timer("election");

    private final Timers timers = new Timers(25);

    private static Address address(long shard) {
        return new Address(new NodeId(1), new ShardId(shard), new ReplicaId(1));
    }

    private List<Timers.Due> dueAt(long nanos) {
        List<Timers.Due> due = new ArrayList<>();
        for (Timers.Due next = timers.poll(nanos); next != null; next = timers.poll(nanos))
            due.add(next);
        return due;
    }

    @Test
    void timersFireInTheOrderOfTheirDeadlines() {
        timers.schedule(ONE, ELECTION, 30);
        timers.schedule(TWO, ELECTION, 20);

        assertThat(timers.next()).isEqualTo(20);
        assertThat(dueAt(19)).isEmpty();
        assertThat(dueAt(30))
                .containsExactly(new Timers.Due(TWO, ELECTION), new Timers.Due(ONE, ELECTION));
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTimerSetAgainFiresOnceAtItsLastDeadline() {
        timers.schedule(ONE, ELECTION, 10);
        timers.schedule(ONE, ELECTION, 40);
        assertThat(dueAt(39)).isEmpty();
        assertThat(dueAt(40)).hasSize(1);

        timers.schedule(ONE, ELECTION, 90);
        timers.schedule(ONE, ELECTION, 60);
        assertThat(dueAt(60)).hasSize(1);
        assertThat(dueAt(100)).isEmpty();
    }

    @Test
    void aCancelledTimerNeverFires() {
        timers.schedule(ONE, ELECTION, 10);
        timers.schedule(TWO, ELECTION, 10);
        timers.cancel(ONE, ELECTION);
        timers.cancelAll(TWO);

        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(dueAt(100)).isEmpty();
    }

    @Test
    void heartbeatsOfManyGroupsFallOnOneTick() {
        timers.schedule(ONE, Timers.HEARTBEAT, 101);
        timers.schedule(TWO, Timers.HEARTBEAT, 119);

        assertThat(timers.next()).isEqualTo(125);
        assertThat(dueAt(125)).hasSize(2);
    }
}
