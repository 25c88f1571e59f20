package io.capstan.node.host;

import io.capstan.core.catalog.TableEntry;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.port.KvStore;
import io.capstan.core.time.HybridTime;
import io.capstan.node.catalog.Catalog;
import io.capstan.storage.shard.ShardStore;
import io.capstan.storage.shard.VersionCollector;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets the old versions of rows go once they are older than the table's policy keeps them: a walk
/// over each shard that has changed, one age after the change, in small steps.
///
/// A shard that does not change is not walked over.
final class OldVersions {
    /// Versions looked at in one step, and the pause between two steps.
    private static final int STEP = 1_024;

    private static final long PAUSE_NANOS = 20_000_000L;

    /// One shard that has versions to lose.
    private static final class Walk {
        final long fromNanos;
        @Nullable ShardStore of;
        @Nullable VersionCollector collector;
        long lastChangeNanos;

        Walk(long fromNanos) {
            this.fromNanos = fromNanos;
        }
    }

    private final KvStore kv;
    private final StoreWriter store;
    private final Catalog catalog;
    private final Map<ReplicaSlot<?>, Walk> walks = new LinkedHashMap<>();
    private long nextNanos = Long.MAX_VALUE;

    OldVersions(KvStore kv, StoreWriter store, Catalog catalog) {
        this.kv = kv;
        this.store = store;
        this.catalog = catalog;
    }

    /// Something was applied to this replica's state.
    void changed(ReplicaSlot<?> slot, long nowNanos) {
        Walk walk = walks.get(slot);
        if (walk == null) begin(slot, nowNanos);
        else walk.lastChangeNanos = nowNanos;
    }

    private void begin(ReplicaSlot<?> slot, long changedNanos) {
        Walk walk = new Walk(changedNanos + age(slot).toNanos());
        walk.lastChangeNanos = changedNanos;
        walks.put(slot, walk);
        nextNanos = Math.min(nextNanos, walk.fromNanos);
    }

    private Duration age(ReplicaSlot<?> slot) {
        return catalog.table(slot.store.descriptor().table())
                .map(TableEntry::policy)
                .map(TablePolicy::versionAge)
                .orElse(TablePolicy.DEFAULT.versionAge());
    }

    /// One step for every shard whose time has come; the deletions go into the turn's batch.
    void advance(long nowNanos, HybridTime now) {
        if (nowNanos < nextNanos || store.isBlocked()) return;
        nextNanos = Long.MAX_VALUE;
        Iterator<Map.Entry<ReplicaSlot<?>, Walk>> it = walks.entrySet().iterator();
        Map<ReplicaSlot<?>, Walk> over = new LinkedHashMap<>();
        while (it.hasNext()) {
            Map.Entry<ReplicaSlot<?>, Walk> entry = it.next();
            ReplicaSlot<?> slot = entry.getKey();
            Walk walk = entry.getValue();
            if (walk.fromNanos > nowNanos) {
                nextNanos = Math.min(nextNanos, walk.fromNanos);
            } else if (!slot.runs() || step(slot, walk, now)) {
                it.remove();
                over.put(slot, walk);
            } else {
                nextNanos = Math.min(nextNanos, nowNanos + PAUSE_NANOS);
            }
        }
        over.forEach(this::beginAgain);
    }

    /// What was written after the versions that the walk could take had been: one more walk.
    private void beginAgain(ReplicaSlot<?> slot, Walk over) {
        boolean more = over.lastChangeNanos + age(slot).toNanos() > over.fromNanos;
        if (more && slot.runs()) begin(slot, over.lastChangeNanos);
    }

    /// Whether the walk is over.
    private boolean step(ReplicaSlot<?> slot, Walk walk, HybridTime now) {
        VersionCollector collector = walk.collector;
        if (collector == null || walk.of != slot.store) {
            collector = new VersionCollector(kv, slot.store);
            walk.collector = collector;
            walk.of = slot.store;
        }
        HybridTime horizon = now.plusMillis(-age(slot).toMillis());
        slot.versionsGo(horizon);
        return collector.step(horizon, STEP, store.extra());
    }

    long nextNanos() {
        return nextNanos;
    }
}
