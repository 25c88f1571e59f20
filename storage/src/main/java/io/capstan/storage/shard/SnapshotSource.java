package io.capstan.storage.shard;

import io.capstan.core.id.ShardId;
import io.capstan.core.log.Answer;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.port.KvStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives a node's shards out as snapshots, chunk by chunk. Time is the host's monotonic clock.
///
/// Invariant: at most `maxOpen` snapshots are open, and none that nobody has asked for during
/// `idle` survives the next call.
public final class SnapshotSource {
    private final KvStore store;
    private final SnapshotOptions options;
    private final List<OpenSnapshot> open = new ArrayList<>();

    public SnapshotSource(KvStore store, SnapshotOptions options) {
        this.store = store;
        this.options = options;
    }

    /// Chunk 0 takes a new snapshot of the newest state in the store, whatever `index` says; later
    /// ones are of the snapshot at `index`.
    public Answer chunk(ShardId shard, long index, int number, long nowNanos) {
        expire(nowNanos);
        if (number == 0) return first(shard, nowNanos);
        return find(shard, index)
                .flatMap(found -> found.chunk(number, nowNanos))
                .<Answer>map(this::given)
                .orElseGet(() ->
                        new Answer.Missing("chunk " + number + " of " + shard + " at " + index));
    }

    private Answer first(ShardId shard, long now) {
        Optional<OpenSnapshot> taken = OpenSnapshot.take(store, shard, options.chunkBytes(), now);
        if (taken.isEmpty()) return new Answer.Missing(shard + " has no state here");
        OpenSnapshot fresh = taken.get();
        Optional<OpenSnapshot> same = find(shard, fresh.index());
        if (same.isPresent()) {
            fresh.close();
            return given(same.get().chunk(0, now).orElseThrow());
        }
        if (open.size() >= options.maxOpen()) closeOneGivenWhole();
        if (open.size() >= options.maxOpen()) {
            fresh.close();
            return new Answer.Missing(options.maxOpen() + " snapshots are open already");
        }
        open.add(fresh);
        return given(fresh.chunk(0, now).orElseThrow());
    }

    /// Where many shards are handed out one after another, as when a node is replaced, those that
    /// are done must not keep the others waiting until they are idle. A receiver that asks again
    /// all the same begins anew.
    private void closeOneGivenWhole() {
        open.stream()
                .filter(OpenSnapshot::isGivenWhole)
                .min(Comparator.comparingLong(OpenSnapshot::usedAt))
                .ifPresent(done -> {
                    open.remove(done);
                    done.close();
                });
    }

    /// A snapshot stays open after its last chunk, until it is idle or its place is wanted: the
    /// receiver may ask again.
    private Answer given(SnapshotChunk chunk) {
        return new Answer.Chunk(chunk);
    }

    private Optional<OpenSnapshot> find(ShardId shard, long index) {
        return open.stream()
                .filter(each -> each.shard().equals(shard) && each.index() == index)
                .findFirst();
    }

    /// Gives idle snapshots up.
    public void expire(long nowNanos) {
        long before = nowNanos - options.idle().toNanos();
        open.removeIf(each -> {
            if (each.usedAt() >= before) return false;
            each.close();
            return true;
        });
    }

    /// Gives up all snapshots of a shard: it was closed, or replaced by an installed one.
    public void forget(ShardId shard) {
        open.removeIf(each -> {
            if (!each.shard().equals(shard)) return false;
            each.close();
            return true;
        });
    }

    public int openCount() {
        return open.size();
    }
}
