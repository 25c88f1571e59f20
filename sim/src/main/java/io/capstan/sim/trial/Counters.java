package io.capstan.sim.trial;

import io.capstan.core.id.ShardId;
import io.capstan.core.trace.CoverageMark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a run counts besides operations and faults.
public final class Counters {
    long events;
    long elections;
    long snapshotsSent;
    long snapshotsInstalled;
    long configurationChanges;
    long framesRefused;
    long replicasBroken;
    private final Map<ShardId, Long> terms = new TreeMap<>();
    private final Map<ShardId, Long> epochs = new TreeMap<>();
    private final Map<CoverageMark, long[]> marks = new LinkedHashMap<>();

    /// A replica leads in this term.
    void leads(ShardId shard, long term) {
        Long before = terms.get(shard);
        if (before != null && before >= term) return;
        terms.put(shard, term);
        elections++;
    }

    /// A configuration is agreed.
    void inForce(ShardId shard, long epoch) {
        Long before = epochs.get(shard);
        if (before == null || before < epoch) {
            epochs.put(shard, epoch);
            if (before != null) configurationChanges++;
        }
    }

    void reached(CoverageMark mark) {
        marks.computeIfAbsent(mark, m -> new long[1])[0]++;
    }

    /// Every mark reached so far, the first one first.
    List<CoverageMark> marksReached() {
        return List.copyOf(marks.keySet());
    }

    public long events() {
        return events;
    }

    public long elections() {
        return elections;
    }

    public long snapshotsSent() {
        return snapshotsSent;
    }

    public long snapshotsInstalled() {
        return snapshotsInstalled;
    }

    public long configurationChanges() {
        return configurationChanges;
    }

    /// Frames that hosts refused: spoilt, stale, foreign.
    public long framesRefused() {
        return framesRefused;
    }

    /// Replicas that stopped for good.
    public long replicasBroken() {
        return replicasBroken;
    }

    /// How often each mark was reached, by name.
    public Map<String, Long> marks() {
        Map<String, Long> byName = new TreeMap<>();
        marks.forEach((mark, count) -> byName.put(mark.name(), count[0]));
        return byName;
    }
}
