package io.capstan.node.harness;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.AskKind;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.host.Host;
import io.capstan.node.host.HostObserver;
import io.capstan.node.host.HostOptions;
import io.capstan.node.host.Ports;
import io.capstan.node.identity.Founding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One node of the harness: a host with its memory for disk and store, which outlive it.
public final class Machine implements HostObserver {
    public final String name;
    public final MemoryDisk disk = new MemoryDisk();
    public final MemoryStore store = new MemoryStore();
    public final List<String> broken = new ArrayList<>();
    public final List<String> refusedFrames = new ArrayList<>();
    public final List<String> snapshots = new ArrayList<>();
    public final List<String> events = new ArrayList<>();

    /// The stages that traced requests reached here, and who was answered since when.
    public final List<String> stages = new ArrayList<>();

    public final List<String> answered = new ArrayList<>();

    /// Inputs delivered to actors so far.
    public long steps;

    final World world;
    boolean syncing = true;
    boolean flushing = true;
    private @Nullable Host host;

    Machine(World world, String name) {
        this.world = world;
        this.name = name;
    }

    public Host host() {
        if (host == null) throw new AssertionError(name + " is down");
        return host;
    }

    public NodeId id() {
        return host().id();
    }

    public boolean isUp() {
        return host != null;
    }

    void start(HostOptions options, Optional<Founding> founding) {
        Ports ports =
                new Ports(
                        (to, priority, frame) -> world.send(this, to, frame),
                        disk,
                        store,
                        world,
                        world.random::nextLong);
        host = new Host(options, founding, ports, this);
    }

    void kill() {
        host = null;
        disk.crash();
        store.crash();
    }

    /// Syncs no longer complete, or do again.
    public void stallSyncs(boolean stalled) {
        syncing = !stalled;
    }

    /// Flushes of the store no longer complete, or do again.
    public void stallFlushes(boolean stalled) {
        flushing = !stalled;
    }

    void receive(NodeId from, Bytes frame) {
        if (host != null) host.received(from, frame);
    }

    void run() {
        if (host == null) return;
        if (syncing)
            for (MemoryDisk.Sync sync : disk.takeSyncs())
                world.after(
                        this,
                        () -> {
                            disk.complete(sync);
                            host().synced(sync.ticket());
                        });
        if (flushing)
            for (MemoryStore.Flush flush : store.takeFlushes())
                world.after(
                        this,
                        () -> {
                            store.complete(flush);
                            host().flushed(flush.ticket());
                        });
        while (host.hasWork() || host.nextTimerNanos() <= world.monotonicNanos()) host.turn();
    }

    @Override
    public void stepped(Address actor, Actor<?> stepped, Input<?> input) {
        steps++;
        stepped.checkInvariants();
    }

    @Override
    public void published(Address actor, Fact fact) {
        if (fact instanceof Fact.Traced(var event)) events.add(actor + " " + event);
    }

    @Override
    public void snapshotInstalled(Address replica, long index) {
        snapshots.add(replica + "@" + index);
    }

    @Override
    public void broken(Address actor, Throwable why) {
        broken.add(actor + ": " + why.getMessage());
    }

    @Override
    public void frameRefused(NodeId from, String why) {
        refusedFrames.add(why);
    }

    @Override
    public void reached(TraceContext trace, Stage stage, Address where, String detail) {
        String at = where.shard().isNone() ? "node" : where.replica().toString();
        stages.add((stage + " " + at + " " + detail).strip());
    }

    @Override
    public void answered(Request request, Outcome outcome, long begunNanos) {
        long took = world.monotonicNanos() - begunNanos;
        answered.add(AskKind.of(request.ask()) + " in " + took / 1_000_000 + " ms: " + outcome);
    }
}
