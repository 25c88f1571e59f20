package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.log.Entry;
import io.capstan.core.wire.EntryCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import java.util.SortedMap;

/// Does to the replicas' logs what the records say. A record that does not fit what is known shows
/// that something before it is lost: the replica is rotten, and only a later checkpoint can make it
/// whole again.
final class RecordReplay {
    private final SortedMap<ReplicaKey, ReplicaLog> replicas;
    private final Segments segments;
    private long count;

    RecordReplay(SortedMap<ReplicaKey, ReplicaLog> replicas, Segments segments) {
        this.replicas = replicas;
        this.segments = segments;
    }

    /// How many records there were.
    long count() {
        return count;
    }

    void replay(Scanned.Sound record, long segment, long batch) {
        count++;
        if (record.shard() == 0) return;
        ReplicaLog log = log(record.shard(), record.replica());
        try {
            if (record.kind() == RecordKind.CHECKPOINT)
                log.restore(Checkpoint.read(new WireReader(record.body())));
            else next(log, record, segment);
            log.provenBy(batch);
        } catch (Malformed e) {
            log.rot("a record cannot be read: " + e.getMessage());
        }
    }

    void spoiled(long shard, long replica, long batch) {
        if (shard != 0) log(shard, replica).rot("a record in batch " + batch + " is spoiled");
    }

    private ReplicaLog log(long shard, long replica) {
        return replicas.computeIfAbsent(
                new ReplicaKey(shard, replica), key -> new ReplicaLog(key, segments));
    }

    private void next(ReplicaLog log, Scanned.Sound record, long segment) {
        if (record.count() != log.count() + 1)
            log.rot("records " + (log.count() + 1) + ".." + (record.count() - 1) + " are lost");
        log.countIs(record.count());
        if (record.kind() == RecordKind.CLOSE) log.close();
        if (log.isClosed() || log.rotten().isPresent()) return;
        long place = Place.of(segment, record.offset());
        WireReader in = new WireReader(record.body());
        switch (record.kind()) {
            case ENTRY -> append(log, EntryCodec.INSTANCE.read(in), place);
            case MOVED -> move(log, EntryCodec.INSTANCE.read(in), place);
            case HARD_STATE -> log.hardState(Bytes.copyOf(record.body().toArray()));
            case TRUNCATE -> truncate(log, in.i64());
            case COMPACT -> compact(log, in.i64());
            case BASE -> rebase(log, in.i64(), in.i64());
            case RESET -> log.reset(in.i64(), in.i64());
            case BATCH, SEGMENT, CHECKPOINT, CLOSE, TRIM -> {}
        }
    }

    private void append(ReplicaLog log, Entry entry, long place) {
        if (entry.index() != log.lastIndex() + 1 || entry.term() < log.lastTerm()) {
            log.rot("entry " + entry + " follows " + log.lastTerm() + "/" + log.lastIndex());
            return;
        }
        boolean configuration = entry.kind() == Entry.Kind.CONFIGURATION;
        log.append(entry.index(), entry.term(), configuration, place, null);
    }

    private void move(ReplicaLog log, Entry entry, long place) {
        if (entry.index() <= log.previousIndex() || log.termAt(entry.index()) != entry.term())
            return;
        log.move(entry.index(), place, null);
        if (entry.kind() == Entry.Kind.CONFIGURATION) log.configurationAt(entry.index());
    }

    private void truncate(ReplicaLog log, long from) {
        if (from > log.previousIndex()) log.truncate(from);
        else log.rot("truncated from " + from + ", compacted to " + log.previousIndex());
    }

    private void compact(ReplicaLog log, long upTo) {
        if (upTo <= log.lastIndex()) log.compact(upTo);
        else log.rot("compacted to " + upTo + ", the log ends at " + log.lastIndex());
    }

    private void rebase(ReplicaLog log, long index, long term) {
        if (index > log.lastIndex()) log.rot("begins after " + index + ", ends " + log.lastIndex());
        else log.rebase(index, term);
        log.baseStated();
    }
}
