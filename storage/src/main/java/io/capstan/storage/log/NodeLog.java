package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.port.Disk;
import io.capstan.core.wire.EntryCodec;
import io.capstan.core.wire.WireWriter;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/// The one log of a node: the records of all its replicas, one batch a turn, one sync for many
/// shards.
///
/// A turn appends ([#append] only buffers), writes once ([#flush]), and learns later how far the
/// log is durable ([#synced]). Entries can be read as soon as they are appended, and while they
/// move: what is in no file yet is in memory.
///
/// Invariants
/// 1. Batches are numbered without gaps and become durable in that order; [#durableTicket] never
///    covers a record before all records before it.
/// 2. A batch counts as a whole or not at all, unless rot took a part of it.
/// 3. A segment is deleted only after a durable record says that nothing in it is needed.
/// 4. After a failed sync nothing more is written: what the device holds then is unknown, and a
///    later sync that succeeds would prove nothing.
///
/// On 4: Rebello et al., "Can Applications Recover from fsync Failures?" (2020).
public final class NodeLog {
    private final Disk disk;
    private final LogOptions options;
    private final Segments segments;
    private final SortedMap<ReplicaKey, ReplicaLog> replicas;
    private final EntryReader reader;
    private final Reserve reserve;
    private final Reclaim reclaim;
    private final Syncs syncs;
    private final BatchWriter writer;
    private final EntryCache cache;
    private final WireWriter scratch = new WireWriter(1024);
    private final long lost;

    NodeLog(Disk disk, LogOptions options, Replay replayed) {
        this.disk = disk;
        this.options = options;
        segments = replayed.segments();
        replicas = replayed.replicas();
        lost = replayed.lost();
        reader = new EntryReader(disk);
        reserve = new Reserve(disk, options.reserveBytes());
        reclaim = new Reclaim(this, segments, options);
        syncs = new Syncs(disk, replayed.lastBatch());
        writer = new BatchWriter(disk, options, replayed, reserve, syncs);
        cache = new EntryCache(options.cacheBytes());
        reserve.take();
    }

    /// Reads what the disk holds. Whatever bytes that is, it ends, and what it cannot vouch for it
    /// names.
    public static LogRecovery recover(Disk disk, LogOptions options) {
        Replay replay = Replay.of(disk);
        return new LogRecovery(new NodeLog(disk, options, replay), replay.report());
    }

    // ---- what is known ----------------------------------------------------------------------

    /// What the log knows of a replica; empty where it never wrote anything.
    public Optional<ReplicaLog> replica(ShardId shard, ReplicaId replica) {
        return Optional.ofNullable(replicas.get(ReplicaKey.of(shard, replica)));
    }

    /// All replicas that ever wrote, closed ones too, by shard and replica.
    public Collection<ReplicaLog> replicas() {
        return Collections.unmodifiableCollection(replicas.values());
    }

    /// Whether this replica may have lost something it had persisted: known to be rotten, or
    /// unknown to a log that has lost records of it could not find out whom. Such a replica must
    /// not take part under this id.
    public boolean isSuspect(ShardId shard, ReplicaId replica) {
        return replica(shard, replica)
                .map(known -> known.rotten().isPresent())
                .orElse((lost & BatchHeader.bit(shard.value(), replica.value())) != 0);
    }

    /// Entries from `from` up to but without `until`, at most `maxBytes` by weight but at least
    /// one.
    public EntriesRead entries(
            ShardId shard, ReplicaId replica, long from, long until, int maxBytes) {
        ReplicaLog log = replicas.get(ReplicaKey.of(shard, replica));
        if (log == null) return new EntriesRead.Missing("nothing was written yet");
        EntriesRead read = reader.read(log, from, until, maxBytes);
        if (read instanceof EntriesRead.Rotten rot) log.rot(rot.reason());
        return read;
    }

    // ---- writing ----------------------------------------------------------------------------

    /// Buffers a record of a replica; it is durable once [#durableTicket] has reached the ticket
    /// returned.
    public long append(ShardId shard, ReplicaId replica, LogRecord record) {
        ReplicaLog log = open(shard, replica);
        writer.begin();
        switch (record) {
            case LogRecord.Append append -> appendEntries(log, append);
            case LogRecord.HardState state -> {
                writer.put(log, RecordKind.HARD_STATE, state.state());
                log.hardState(state.state());
            }
            case LogRecord.TruncateSuffix truncate -> {
                writer.put(log, RecordKind.TRUNCATE, number(truncate.from()));
                log.truncate(truncate.from());
            }
            case LogRecord.Compact compact -> {
                writer.put(log, RecordKind.COMPACT, number(compact.upTo()));
                log.compact(compact.upTo());
            }
            case LogRecord.Reset reset -> {
                writer.put(log, RecordKind.RESET, numbers(reset.index(), reset.term()));
                log.reset(reset.index(), reset.term());
            }
        }
        return writer.lastTicket();
    }

    /// Ends a replica for ever: its entries are freed, its id is remembered and never opened again.
    public long close(ShardId shard, ReplicaId replica) {
        ReplicaLog log =
                replicas.computeIfAbsent(
                        ReplicaKey.of(shard, replica), key -> new ReplicaLog(key, segments));
        if (!log.isClosed()) {
            writer.put(log, RecordKind.CLOSE, Bytes.EMPTY);
            log.close();
        }
        return writer.lastTicket();
    }

    private ReplicaLog open(ShardId shard, ReplicaId replica) {
        ReplicaLog log =
                replicas.computeIfAbsent(
                        ReplicaKey.of(shard, replica), key -> new ReplicaLog(key, segments));
        Invariant.check(!log.isClosed(), "%s is closed", log);
        Invariant.check(log.rotten().isEmpty(), "%s must not write", log);
        return log;
    }

    private void appendEntries(ReplicaLog log, LogRecord.Append append) {
        int bytes = 0;
        for (Entry entry : append.entries()) {
            scratch.clear();
            EntryCodec.INSTANCE.write(entry, scratch);
            long place = writer.put(log, RecordKind.ENTRY, scratch.view(0));
            boolean configuration = entry.kind() == Entry.Kind.CONFIGURATION;
            log.append(entry.index(), entry.term(), configuration, place, entry);
            bytes += entry.weight();
        }
        if (bytes == 0) return;
        long until = log.lastIndex() + 1;
        cache.holds(log, until - append.entries().size(), until, bytes);
    }

    /// Whether there is something to write: records, or segments to be freed.
    public boolean wantsFlush() {
        return !writer.hasFailed() && (writer.hasBegun() || reclaim.isDue());
    }

    /// Writes all that was buffered in one write and begins to make it durable. `synced` or
    /// `syncFailed` of the disk port come with the tickets of this log.
    public Flush flush() {
        if (writer.hasFailed()) return Flush.FAILED;
        reclaim.step(reserve.held());
        if (!writer.hasBegun()) return Flush.NOTHING;
        Flush written = writer.write();
        if (written != Flush.FULL && written != Flush.FAILED) cache.evict();
        return written;
    }

    /// The disk has completed the sync with this ticket.
    public void synced(long syncTicket) {
        if (writer.hasFailed() || !syncs.completed(syncTicket)) return;
        reclaim.durable(syncs.durableTicket());
    }

    /// A sync failed: the log stops for good.
    public void syncFailed(long syncTicket) {
        writer.fail();
    }

    /// Every record with a ticket up to this one is durable.
    public long durableTicket() {
        return syncs.durableTicket();
    }

    /// The ticket of the last record appended.
    public long lastTicket() {
        return writer.lastTicket();
    }

    /// Bytes appended and not yet written: the host writes once a turn, and bounds the turn.
    public int bufferedBytes() {
        return writer.bufferedBytes();
    }

    /// The log's device failed; nothing is written any more.
    public boolean hasFailed() {
        return writer.hasFailed();
    }

    /// The reserve is in use: there is no room for new entries.
    public boolean isFull() {
        return !reserve.held();
    }

    /// Takes the reserve again where there is room for it; false while there is not. To be called
    /// now and then while [#isFull].
    public boolean retakeReserve() {
        return reserve.take();
    }

    // ---- freeing ----------------------------------------------------------------------------

    /// The store holds everything up to `index` durably: entries that the replica has compacted too
    /// can go.
    public void durableInStore(ShardId shard, ReplicaId replica, long index) {
        ReplicaLog log = replicas.get(ReplicaKey.of(shard, replica));
        if (log == null || log.isClosed()) return;
        log.inStore(index);
        reclaim.wake();
    }

    /// Whether flushing the store would free segments, or too much in it hangs on this log.
    public boolean wantsStoreFlush(long unflushedBytes) {
        if (unflushedBytes > options.maxUnflushedStoreBytes()) return true;
        if (segments.count() <= options.maxSegments()) return false;
        for (ReplicaLog log : replicas.values()) if (log.waitsForStore()) return true;
        return false;
    }

    /// How many segments there are, and their bytes.
    public int segmentCount() {
        return segments.count();
    }

    public long segmentBytes() {
        return segments.bytes();
    }

    /// Writes an entry once more, so that its first copy can go; false where it cannot be read.
    boolean moveForward(ReplicaLog log, long index) {
        EntriesRead read = reader.read(log, index, index + 1, 1);
        if (!(read instanceof EntriesRead.Found found)) {
            log.rot("entry " + index + " cannot be read");
            return false;
        }
        writer.begin();
        scratch.clear();
        Entry entry = found.entries().getFirst();
        EntryCodec.INSTANCE.write(entry, scratch);
        log.move(index, writer.put(log, RecordKind.MOVED, scratch.view(0)), entry);
        cache.holds(log, index, index + 1, entry.weight());
        return true;
    }

    /// States where every log begins now, and that segments below `oldest` will be deleted.
    long writeTrim(long oldest) {
        writer.begin();
        for (ReplicaLog log : replicas.values()) {
            if (log.baseIsStated() || log.isClosed()) continue;
            writer.put(log, RecordKind.BASE, numbers(log.previousIndex(), log.previousTerm()));
            log.baseStated();
        }
        writer.putOwn(RecordKind.TRIM, number(oldest));
        return writer.lastTicket();
    }

    SortedMap<ReplicaKey, ReplicaLog> logs() {
        return replicas;
    }

    void deleteBelow(long oldest) {
        while (segments.oldest() < oldest) {
            disk.delete(Place.file(segments.oldest()));
            segments.remove(segments.oldest());
        }
        reserve.take();
    }

    long currentSegment() {
        return writer.currentSegment();
    }

    private static Bytes number(long value) {
        return Bytes.ofLong(value);
    }

    private static Bytes numbers(long first, long second) {
        return Bytes.ofLong(first).concat(Bytes.ofLong(second));
    }
}
