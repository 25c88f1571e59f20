package io.capstan.node.catalog;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.Now;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// A live node asks its groups to replace those of its replicas that have lost what they had
/// persisted: it alone knows of the loss. A node that is lost as a whole is replaced by command
/// only.
///
/// It keeps nothing that matters: what is wanting follows from the map and from what the disk has
/// of the replicas, and every ask is conditional on the shard's epoch. While the node is being
/// emptied by a job, the job sees to it.
///
/// Invariant: at most one change of a shard is under way from here, and at most
/// [JobRunner#MAX_MOVES] in all.
public final class Reseating implements Clerk {
    /// Wakes it.
    public static final Timer RESEAT = new Timer("reseat");

    private static final Duration PAUSE = Duration.ofMillis(500);

    /// What the node's disk says of its replicas.
    public interface Seats {
        /// Shards of which a replica here has lost what it had persisted and is not replaced yet.
        SortedSet<ShardId> vacant();

        /// Whether a replica with this id will never take part here.
        boolean isDead(ShardId shard, ReplicaId replica);
    }

    private final Catalog catalog;
    private final SystemCalls calls;
    private final NodeId self;
    private final Seats seats;
    private final SortedMap<RequestId, ShardId> changes = new TreeMap<>();
    private final SortedMap<ShardId, Long> reached = new TreeMap<>();

    /// `calls`: for calls that may take as long as filling a replica does.
    public Reseating(Catalog catalog, SystemCalls calls, NodeId self, Seats seats) {
        this.catalog = catalog;
        this.calls = calls;
        this.self = self;
        this.seats = seats;
    }

    @Override
    public void fired(Now now, Outbox<NoMessage> out) {
        if (seats.vacant().isEmpty()) return;
        if (catalog.jobOn(self).isEmpty())
            for (ShardId shard : seats.vacant())
                if (!isBusy(shard)) catalog.shard(shard).ifPresent(row -> reseat(now, row, out));
        out.schedule(RESEAT, PAUSE);
    }

    /// Whether the shard is being changed from here.
    private boolean isBusy(ShardId shard) {
        return changes.containsValue(shard) || changes.size() >= JobRunner.MAX_MOVES;
    }

    private void reseat(Now now, ShardDescriptor row, Outbox<NoMessage> out) {
        // It has been changed, and the map does not show it yet.
        if (reached.getOrDefault(row.shard(), 0L) > row.epoch() || !calls.hasRoom()) return;
        Optional<Administer.ChangeMembers> change =
                Reseat.of(row, self, replica -> seats.isDead(row.shard(), replica));
        if (change.isEmpty()) return;
        Request call = calls.administer(now, row, change.get());
        changes.put(call.id(), row.shard());
        out.call(call);
    }

    @Override
    public void answered(Now now, RequestId call, Outcome outcome, Outbox<NoMessage> out) {
        calls.answered(call);
        ShardId shard = changes.remove(call);
        if (shard != null
                && outcome instanceof Outcome.Done done
                && done.result() instanceof Result.Administered(long epoch))
            reached.put(shard, epoch);
    }

    @Override
    public Status status() {
        return new Status(
                changes.isEmpty() ? "idle" : "reseating",
                0,
                0,
                catalog.version(),
                0,
                NodeId.NONE,
                "changes=" + changes.size());
    }

    @Override
    public void checkInvariants() {
        Invariant.check(
                changes.size() <= JobRunner.MAX_MOVES
                        && changes.values().stream().distinct().count() == changes.size(),
                "changes under way: %s",
                changes);
    }
}
