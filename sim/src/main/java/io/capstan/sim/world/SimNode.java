package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Clock;
import io.capstan.core.port.Network;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.TimeInterval;
import io.capstan.node.host.Host;
import io.capstan.node.host.HostOptions;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.Ports;
import io.capstan.sim.clock.SimClock;
import io.capstan.sim.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// A node in its place: a body that outlives its process, clocks, and the life it leads at the
/// moment, if any.
///
/// Invariants
/// 1. At most one life at a time; nothing done by an earlier one has an effect after its death.
/// 2. A sync or flush completes at most once, and only to the life that began it.
public final class SimNode implements Inhabitant {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    /// How long an event loop takes to come round to new input, at most.
    private static final int LOOP_MICROS = 40;

    private final World world;
    private final int place;
    private final HostOptions options;
    private final Body body;
    private final SimClock clock;
    private final Randomness random;
    private NodeId id = NodeId.NONE;
    private Life life = new Life();
    private int lives;
    private long pausedUntil;
    private int fullDisks;
    private int stalledStores;
    private int stalledDisks;
    private int failingSyncs;
    private long slowMillis;
    private boolean gone;
    private final TreeSet<Long> pendingSyncs = new TreeSet<>();
    private final List<Runnable> heldSyncs = new ArrayList<>();

    SimNode(World world, int place, HostOptions options, Body body, Randomness random) {
        this.world = world;
        this.place = place;
        this.options = options;
        this.body = body;
        this.random = random;
        this.clock = new SimClock(world.time(), random.below(1L << 50), world.clockErrorMillis());
        life.end();
    }

    public int place() {
        return place;
    }

    /// [NodeId#NONE] before the first start.
    public NodeId id() {
        return id;
    }

    public String name() {
        return options.name();
    }

    public SimClock clock() {
        return clock;
    }

    public Body body() {
        return body;
    }

    public boolean isUp() {
        return life.isAlive();
    }

    /// The node was wiped: this one never comes back.
    public boolean isGone() {
        return gone;
    }

    /// The running host's status; empty while it is down.
    public Optional<NodeStatus> status() {
        Host host = life.host;
        return isUp() && host != null ? Optional.of(host.status()) : Optional.empty();
    }

    /// Starts the process: it recovers from its body.
    public void start() {
        if (isUp() || gone) return;
        Life begun = new Life();
        life = begun;
        lives++;
        pausedUntil = 0;
        Randomness chance = random.stream("life" + lives);
        Disks disks = new Disks(this, begun, body);
        Ports ports =
                new Ports(
                        network(begun), disks, disks.store(), clock(begun), chance::nextLong);
        boolean up =
                begun.live(
                        () ->
                                begun.host =
                                        new Host(
                                                options,
                                                Optional.of(world.founding()),
                                                ports,
                                                world.spectator().observer(place)));
        if (!up) return;
        id = host(begun).id();
        world.network().settle(id, place);
        world.happened(place, "started as " + id);
        settle(begun);
    }

    private Network network(Life mine) {
        return (to, priority, frame) -> {
            mine.gate();
            world.network().send(place, id, to, frame);
        };
    }

    /// The clock is read, and then the node may be held up before it can use what it read.
    private Clock clock(Life mine) {
        return new Clock() {
            @Override
            public long monotonicNanos() {
                long read = clock.monotonicNanos();
                if (mine.isInTurn()) mine.gate();
                return read;
            }

            @Override
            public TimeInterval wall() {
                return clock.wall();
            }
        };
    }

    @Override
    public void received(NodeId from, Bytes frame) {
        if (!isUp()) return;
        if (world.now() < pausedUntil && life.pausedBy != null) {
            felt(life.pausedBy);
            life.pausedBy = null;
        }
        host(life).received(from, frame);
        wake(life);
    }

    private void wake(Life mine) {
        if (mine.turnScheduled || mine.isInTurn()) return;
        mine.turnScheduled = true;
        long soon = world.now() + (1 + random.below(LOOP_MICROS)) * MICRO;
        world.scheduler().at(Math.max(soon, pausedUntil), () -> turn(mine));
    }

    private void turn(Life mine) {
        mine.turnScheduled = false;
        if (!mine.isAlive()) return;
        if (world.now() < pausedUntil) {
            wake(mine);
            return;
        }
        if (mine.live(host(mine)::turn)) settle(mine);
    }

    /// After a turn: the next one if there is work, or a timer.
    private void settle(Life mine) {
        if (host(mine).hasWork()) {
            wake(mine);
            return;
        }
        long due = host(mine).nextTimerNanos();
        if (due == Long.MAX_VALUE) return;
        long at = clock.trueNanosOf(due);
        if (at >= mine.timerAt) return;
        mine.timerAt = at;
        world.scheduler().at(at, () -> timer(mine, at));
    }

    private void timer(Life mine, long at) {
        if (mine.timerAt == at) mine.timerAt = Long.MAX_VALUE;
        if (!mine.isAlive() || mine.turnScheduled || mine.isInTurn()) return;
        mine.turnScheduled = true;
        world.scheduler().at(Math.max(world.now(), pausedUntil), () -> turn(mine));
    }

    private static Host host(Life of) {
        return Objects.requireNonNull(of.host, "a life without a host");
    }

    // What the world does to it

    /// Holds the node up: at its `calls`-th call into a port from now on, or at once between two
    /// turns.
    public void pause(int calls, long nanos) {
        if (!isUp()) return;
        Life mine = life;
        if (calls == 0 || world.isTooDeep()) holdUp(nanos);
        else mine.arm(calls, () -> holdUpInTurn(mine, nanos));
    }

    private void holdUp(long nanos) {
        world.happened(place, "paused for " + nanos / MILLI + " ms");
        pausedUntil = Math.max(pausedUntil, world.now() + nanos);
        life.pausedBy = FaultKind.PAUSE;
    }

    private void holdUpInTurn(Life mine, long nanos) {
        if (world.isTooDeep()) {
            holdUp(nanos);
            return;
        }
        world.happened(place, "paused in the middle of a turn for " + nanos / MILLI + " ms");
        pausedUntil = Math.max(pausedUntil, world.now() + nanos);
        mine.pausedBy = FaultKind.PAUSE;
        world.passWithin(nanos);
    }

    /// Kills the process, at its `calls`-th call into a port from now on or at once, and starts it
    /// again after a while.
    public void crash(FaultKind kind, int calls, long downNanos) {
        if (!isUp()) return;
        if (calls == 0) die(kind, downNanos);
        else life.arm(calls, () -> die(kind, downNanos));
    }

    private void die(FaultKind kind, long downNanos) {
        boolean working = life.isInTurn() || !pendingSyncs.isEmpty() || host(life).hasWork();
        kill();
        boolean lost = body.die(kind == FaultKind.TORN_WRITE);
        if (kind == FaultKind.TORN_WRITE ? lost : working || world.isBusy()) felt(kind);
        world.happened(place, "died (" + kind.word() + ")");
        if (downNanos != Long.MAX_VALUE)
            world.scheduler().at(world.now() + downNanos, this::start);
    }

    private void kill() {
        life.end();
        pendingSyncs.clear();
        heldSyncs.clear();
    }

    /// The node is lost with its disk.
    public void wipe() {
        if (isUp()) {
            if (world.isBusy()) felt(FaultKind.WIPE);
            kill();
        }
        gone = true;
        world.happened(place, "lost with its disk");
    }

    /// Spoils something durable and starts the process again, so that it reads what was spoilt.
    public void rot(long where, long downNanos) {
        if (!isUp()) return;
        kill();
        body.die(false);
        boolean spoilt = body.rot(where);
        world.happened(place, spoilt ? "died, and its disk rots" : "died");
        world.scheduler().at(world.now() + downNanos, this::start);
    }

    public void drift(long partsPerMillion) {
        clock.drift(partsPerMillion);
        if (isUp() && !life.isInTurn()) settle(life);
    }

    public void fillDisk(int one) {
        fullDisks += one;
    }

    public void stallStore(int one) {
        stalledStores += one;
    }

    public void slowDisk(long millis) {
        slowMillis += millis;
    }

    public void stallDisk(int one) {
        stalledDisks += one;
        if (stalledDisks > 0) return;
        List<Runnable> held = List.copyOf(heldSyncs);
        heldSyncs.clear();
        held.forEach(Runnable::run);
    }

    /// The next sync of this life fails.
    public void failNextSync() {
        failingSyncs = 1;
    }

    /// All faults of the body end; a paused node goes on; clocks are right again.
    public void heal() {
        fullDisks = 0;
        stalledStores = 0;
        slowMillis = 0;
        failingSyncs = 0;
        stallDisk(-stalledDisks);
        clock.skew(0);
        drift(0);
    }

    // What its ports tell

    void felt(FaultKind kind) {
        world.felt().feel(kind);
    }

    boolean diskIsFull() {
        return fullDisks > 0;
    }

    boolean storeIsStalled() {
        return stalledStores > 0;
    }

    void syncBegun(Life mine, long ticket) {
        pendingSyncs.add(ticket);
        if (stalledDisks > 0) {
            felt(FaultKind.STALLED_DISK);
            heldSyncs.add(() -> syncReached(mine, ticket));
            return;
        }
        long nanos = (80 + random.below(200)) * MICRO;
        if (slowMillis > 0) {
            felt(FaultKind.SLOW_DISK);
            nanos += slowMillis * MILLI;
        }
        world.scheduler().at(world.now() + nanos, () -> syncReached(mine, ticket));
    }

    private void syncReached(Life mine, long ticket) {
        if (!mine.isAlive()) return;
        if (stalledDisks > 0) {
            felt(FaultKind.STALLED_DISK);
            heldSyncs.add(() -> syncReached(mine, ticket));
            return;
        }
        pendingSyncs.remove(ticket);
        if (failingSyncs > 0) {
            failingSyncs--;
            felt(FaultKind.FAILED_SYNC);
            world.happened(place, "a sync failed");
            host(mine).syncFailed(ticket);
        } else {
            body.completeSync(ticket);
            host(mine).synced(ticket);
        }
        wake(mine);
    }

    void flushBegun(Life mine, long ticket) {
        long nanos = (200 + random.below(2_000)) * MICRO + slowMillis * MILLI;
        world.scheduler()
                .at(
                        world.now() + nanos,
                        () -> {
                            if (!mine.isAlive()) return;
                            body.completeFlush(ticket);
                            host(mine).flushed(ticket);
                            wake(mine);
                        });
    }
}
