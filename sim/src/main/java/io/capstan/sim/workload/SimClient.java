package io.capstan.sim.workload;

import io.capstan.client.ClientCore;
import io.capstan.client.ClientOptions;
import io.capstan.client.Finished;
import io.capstan.client.Outgoing;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.sim.clock.SimClock;
import io.capstan.sim.world.Inhabitant;
import io.capstan.sim.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A client in its place: the real client logic over the simulated network and a clock that is a
/// little off.
public final class SimClient implements Inhabitant {
    private final World world;
    private final int place;
    private final NodeId endpoint;
    private final ClientCore core;
    private final SimClock clock;
    private final Map<Long, Consumer<Outcome>> waiting = new TreeMap<>();
    private long timerAt = Long.MAX_VALUE;
    private boolean pumping;

    /// `number` makes the client's endpoint and id; no two clients of a world share one.
    public SimClient(
            World world,
            int place,
            long number,
            List<NodeId> contacts,
            Randomness random,
            ClientOptions options) {
        this.world = world;
        this.place = place;
        this.endpoint = NodeId.client(number);
        this.core = new ClientCore(endpoint, new ClientId(number), contacts, random, options);
        long error = world.options().clockErrorMillis();
        this.clock = new SimClock(world.scheduler(), random.below(1L << 50), error);
        clock.skew(random.between(-error, error));
        world.settleClient(place, endpoint, this);
    }

    public NodeId endpoint() {
        return endpoint;
    }

    /// What the session has seen.
    public SessionToken token() {
        return core.session().token();
    }

    /// Asks; `finished` is told once what became of it.
    public void submit(
            TableId table,
            ShardId shard,
            Consistency level,
            Ask ask,
            Duration deadline,
            Consumer<Outcome> finished) {
        long ticket =
                core.submit(
                        clock.monotonicNanos(),
                        clock.wallMillis(),
                        table,
                        shard,
                        level,
                        ask,
                        deadline);
        waiting.put(ticket, finished);
        pump();
    }

    public int unfinished() {
        return waiting.size();
    }

    @Override
    public void received(NodeId from, Bytes frame) {
        core.received(from, frame, clock.monotonicNanos());
        pump();
    }

    /// Carries out what the client wants. A finished operation may submit the next one, so that
    /// this may be entered again; the outer round then carries on.
    private void pump() {
        if (pumping) return;
        pumping = true;
        List<Finished> done = core.drainFinished();
        while (!done.isEmpty()) {
            done.forEach(this::finish);
            done = core.drainFinished();
        }
        for (Outgoing out : core.drainFrames())
            world.network().send(place, endpoint, out.to(), out.frame());
        pumping = false;
        armTimer();
    }

    private void finish(Finished finished) {
        Objects.requireNonNull(waiting.remove(finished.ticket()), "finished twice")
                .accept(finished.outcome());
    }

    private void armTimer() {
        long due = core.nextTimerNanos();
        if (due == Long.MAX_VALUE) return;
        long at = clock.trueNanosOf(due);
        if (at >= timerAt) return;
        timerAt = at;
        world.scheduler().at(at, () -> elapsed(at));
    }

    private void elapsed(long at) {
        if (timerAt != at) return;
        timerAt = Long.MAX_VALUE;
        core.elapsed(clock.monotonicNanos());
        pump();
    }
}
