package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Clock;
import io.capstan.core.port.Network;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.TimeInterval;
import io.capstan.node.host.Host;
import io.capstan.node.host.HostObserver;
import io.capstan.node.host.HostOptions;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.Ports;
import io.capstan.sim.clock.SimClock;
import io.capstan.sim.disk.Completions;
import io.capstan.sim.fault.FaultKind;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

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

    /// How long a node that found no room waits before it starts again.
    private static final long RETRY_NANOS = 300 * MILLI;

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
    private boolean gone;

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
        Disks disks = new Disks(begun, body);
        body.attach(completions(begun));
        Ports ports =
                new Ports(network(begun), disks, disks.store(), clock(begun), chance::nextLong);
        boolean up = begun.live(() -> recover(begun, ports));
        if (!up || begun.host == null) return;
        id = host(begun).id();
        world.network().settle(id, place);
        world.happened(place, "started as " + id);
        settle(begun);
    }

    /// A folder that cannot be used is found here: the node stays down, and says so. One whose disk
    /// is full cannot start either, but only until there is room.
    private void recover(Life begun, Ports ports) {
        HostObserver observer = world.spectator().observer(place);
        try {
            begun.host = new Host(options, Optional.of(world.founding()), ports, observer);
        } catch (Invariant.Broken unusable) {
            begun.end();
            if (body.isFull()) world.scheduler().at(world.now() + RETRY_NANOS, this::start);
            else observer.broken(Address.ofNode(id), unusable);
        }
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

    /// A turn that was due at the end of a pause may still come when the node has gone on before,
    /// and is held up in the middle of another turn.
    private void turn(Life mine) {
        if (!mine.isAlive() || mine.isInTurn()) return;
        mine.turnScheduled = false;
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
        if (mine.spins(at)) {
            mine.end();
            world.spectator()
                    .observer(place)
                    .broken(
                            Address.ofNode(id),
                            new IllegalStateException("it turns and turns and time stands still"));
            return;
        }
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

    /// A node that is held up between two turns goes on at once.
    public void goOn() {
        if (!isUp() || world.now() >= pausedUntil || life.isInTurn()) return;
        pausedUntil = world.now();
        life.turnScheduled = false;
        wake(life);
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
        else if (kind == FaultKind.TORN_WRITE) life.armAtNextSync(() -> die(kind, downNanos));
        else life.arm(calls, () -> die(kind, downNanos));
    }

    private void die(FaultKind kind, long downNanos) {
        boolean working =
                life.isInTurn() || body.isWriting() || host(life).hasWork() || world.isBusy();
        life.end();
        boolean lost = body.die();
        if (kind == FaultKind.TORN_WRITE ? lost : working) felt(kind);
        world.happened(place, "died (" + kind.word() + ")");
        if (downNanos != Long.MAX_VALUE) world.scheduler().at(world.now() + downNanos, this::start);
    }

    /// The node is lost with its disk.
    public void wipe() {
        if (isUp()) {
            if (world.isBusy()) felt(FaultKind.WIPE);
            life.end();
        }
        gone = true;
        world.happened(place, "lost with its disk");
    }

    /// Spoils durable bytes of the log and starts the process again, so that it reads what was
    /// spoilt. Returns whether there was anything to spoil.
    public boolean rot(int bytes, long downNanos) {
        if (!isUp()) return false;
        life.end();
        body.die();
        int spoilt = body.disk().rot(bytes);
        world.happened(place, "died, and " + spoilt + " bytes of its log rot");
        world.scheduler().at(world.now() + downNanos, this::start);
        return spoilt > 0;
    }

    public void drift(long partsPerMillion) {
        clock.drift(partsPerMillion);
        if (isUp() && !life.isInTurn()) settle(life);
    }

    public void fillDisk(boolean now) {
        body.full(now);
    }

    public void stallStore(long nanos) {
        body.stallStore(world.now() + nanos);
    }

    /// Syncs take this many times as long; 1: as usual.
    public void slowDisk(double factor) {
        body.slow(factor);
    }

    public void stallDisk(long nanos) {
        body.stallDisk(world.now() + nanos);
    }

    /// The next sync fails.
    public void failNextSync() {
        body.disk().failSyncs(1);
    }

    /// All faults of the body end, and its clocks are right again. A node whose data path has
    /// stopped starts anew.
    public void heal() {
        body.full(false);
        body.slow(1);
        body.disk().failSyncs(0);
        clock.skew(0);
        drift(0);
        boolean stopped = status().map(s -> !s.stopped().isEmpty()).orElse(false);
        if (stopped) crash(FaultKind.CRASH, 0, 0);
    }

    void felt(FaultKind kind) {
        world.felt().feel(kind);
    }

    /// What its devices report, to the life that asked for it.
    private Completions completions(Life mine) {
        return new Completions() {
            @Override
            public void synced(long ticket) {
                tell(host -> host.synced(ticket));
            }

            @Override
            public void syncFailed(long ticket) {
                world.happened(place, "a sync failed");
                tell(host -> host.syncFailed(ticket));
            }

            @Override
            public void flushed(long ticket) {
                tell(host -> host.flushed(ticket));
            }

            private void tell(Consumer<Host> told) {
                if (!mine.isAlive()) return;
                told.accept(host(mine));
                wake(mine);
            }
        };
    }
}
