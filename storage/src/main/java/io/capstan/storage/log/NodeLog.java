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
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/// The one log of a node: the records of all its replicas, one batch a turn, one sync for many
/// shards.
///
/// A turn appends ([#append] only buffers), writes once ([#flush]), and learns later how far the
/// log is durable ([#synced]). Entries can be read as soon as they are appended.
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
    /// Syncs under way at once; a flush beyond that writes its batch and leaves it to the next
    /// sync, which then serves several batches.
    static final int MAX_SYNCS = 2;

    private record Syncing(long ticket, long batch) {}

    private record CachedRun(ReplicaLog log, long from, long until, int bytes) {}

    private final Disk disk;
    private final LogOptions options;
    private final Segments segments;
    private final SortedMap<ReplicaKey, ReplicaLog> replicas;
    private final EntryReader reader;
    private final Reserve reserve;
    private final Reclaim reclaim;
    private final BatchBuffer batch = new BatchBuffer();
    private final WireWriter scratch = new WireWriter(1024);
    private final WireWriter ownScratch = new WireWriter(1024);
    private final ArrayDeque<Syncing> syncing = new ArrayDeque<>();
    private final TreeSet<Long> completed = new TreeSet<>();
    private final ArrayDeque<CachedRun> runs = new ArrayDeque<>();
    private final long lost;
    private long cachedBytes;
    private boolean begun;
    private boolean failed;
    private long segment;
    private long previousSegment;
    private long segmentEnd = Long.MAX_VALUE;
    private long batchNumber;
    private long writtenBatch;
    private long durableBatch;
    private int chain;
    private long participants;
    private long ticket;
    private long writtenTicket;
    private long durableTicket;
    private boolean syncOwed;

    NodeLog(Disk disk, LogOptions options, Replay replayed) {
        this.disk = disk;
        this.options = options;
        segments = replayed.segments();
        replicas = replayed.replicas();
        lost = replayed.lost();
        segment = replayed.newestFile();
        batchNumber = replayed.lastBatch();
        writtenBatch = batchNumber;
        durableBatch = batchNumber;
        chain = replayed.chain();
        participants = replayed.participants();
        reader = new EntryReader(disk);
        reserve = new Reserve(disk, options.reserveBytes());
        reclaim = new Reclaim(this, segments, options);
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
        beginBatch();
        switch (record) {
            case LogRecord.Append append -> appendEntries(log, append);
            case LogRecord.HardState state -> {
                put(log, RecordKind.HARD_STATE, state.state());
                log.hardState(state.state());
            }
            case LogRecord.TruncateSuffix truncate -> {
                put(log, RecordKind.TRUNCATE, number(truncate.from()));
                log.truncate(truncate.from());
            }
            case LogRecord.Compact compact -> {
                put(log, RecordKind.COMPACT, number(compact.upTo()));
                log.compact(compact.upTo());
            }
            case LogRecord.Reset reset -> {
                put(log, RecordKind.RESET, numbers(reset.index(), reset.term()));
                log.reset(reset.index(), reset.term());
            }
        }
        return ticket;
    }

    /// Ends a replica for ever: its entries are freed, its id is remembered and never opened again.
    public long close(ShardId shard, ReplicaId replica) {
        ReplicaLog log =
                replicas.computeIfAbsent(
                        ReplicaKey.of(shard, replica), key -> new ReplicaLog(key, segments));
        if (!log.isClosed()) {
            put(log, RecordKind.CLOSE, Bytes.EMPTY);
            log.close();
        }
        return ticket;
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
            long place = put(log, RecordKind.ENTRY, scratch.view(0));
            boolean configuration = entry.kind() == Entry.Kind.CONFIGURATION;
            log.append(entry.index(), entry.term(), configuration, place, entry);
            bytes += entry.weight();
        }
        if (bytes == 0) return;
        long until = log.lastIndex() + 1;
        runs.add(new CachedRun(log, until - append.entries().size(), until, bytes));
        cachedBytes += bytes;
    }

    /// Puts a record into the batch; begins batch and segment where that is due.
    long put(ReplicaLog log, RecordKind kind, Bytes body) {
        beginBatch();
        ticket++;
        ReplicaKey key = log.key();
        long offset = batch.add(kind, key.shard(), key.replica(), log.nextCount(), body);
        return Place.of(segment, offset);
    }

    /// Puts a record of the log itself into the batch.
    void putOwn(RecordKind kind, Bytes body) {
        beginBatch();
        ticket++;
        batch.add(kind, 0, 0, 0, body);
    }

    private void beginBatch() {
        Invariant.check(!failed, "the log's device failed at batch %s", batchNumber);
        if (begun) return;
        begun = true;
        boolean roll = segmentEnd >= options.segmentBytes();
        if (roll) leaveSegment();
        batchNumber++;
        batch.begin(batchNumber, segmentEnd, chain);
        if (roll) openSegment();
    }

    private void leaveSegment() {
        if (syncOwed) beginSync();
        previousSegment = segments.isEmpty() ? 0 : segments.newest();
        segment++;
        segmentEnd = 0;
        segments.open(segment, 0);
    }

    /// A segment begins with all that is known apart from entries.
    private void openSegment() {
        ownScratch.clear();
        new SegmentHeader(segment, batchNumber, previousSegment, lost, replicas.size())
                .write(ownScratch);
        putOwn(RecordKind.SEGMENT, ownScratch.view(0));
        for (ReplicaLog log : replicas.values()) {
            ownScratch.clear();
            log.checkpoint().write(ownScratch);
            ReplicaKey key = log.key();
            batch.add(
                    RecordKind.CHECKPOINT,
                    key.shard(),
                    key.replica(),
                    log.count(),
                    ownScratch.view(0));
            log.baseStated();
        }
    }

    /// Whether there is something to write: records, or segments to be freed.
    public boolean wantsFlush() {
        return !failed && (begun || reclaim.isDue());
    }

    /// Writes all that was buffered in one write and begins to make it durable. `synced` or
    /// `syncFailed` of the disk port come with the tickets of this log.
    public Flush flush() {
        if (failed) return Flush.FAILED;
        reclaim.step(reserve.held());
        if (!begun) return Flush.NOTHING;
        Flush written = write();
        if (written == Flush.FULL || written == Flush.FAILED) return written;
        if (syncing.size() < MAX_SYNCS) beginSync();
        else syncOwed = true;
        evict();
        return written;
    }

    private Flush write() {
        Bytes bytes = batch.finish(durableBatch, chain, participants);
        Disk.Written written = disk.write(Place.file(segment), segmentEnd, bytes);
        boolean released = false;
        if (written == Disk.Written.FULL && reserve.release()) {
            released = true;
            written = disk.write(Place.file(segment), segmentEnd, bytes);
        }
        return switch (written) {
            case DONE -> {
                begun = false;
                chain = batch.chain();
                participants = batch.participants();
                writtenBatch = batchNumber;
                segmentEnd += bytes.length();
                segments.grown(segment, segmentEnd);
                writtenTicket = ticket;
                yield released || isFull() ? Flush.WRITTEN_INTO_RESERVE : Flush.WRITTEN;
            }
            case FULL -> Flush.FULL;
            case FAILED -> {
                failed = true;
                yield Flush.FAILED;
            }
        };
    }

    private void beginSync() {
        syncOwed = false;
        syncing.add(new Syncing(writtenTicket, writtenBatch));
        disk.sync(Place.file(segment), writtenTicket);
    }

    /// The disk has completed the sync with this ticket. Syncs may complete in any order; records
    /// count as durable only when all before them are.
    public void synced(long syncTicket) {
        if (failed) return;
        boolean known = syncing.stream().anyMatch(each -> each.ticket() == syncTicket);
        if (!known) return;
        completed.add(syncTicket);
        while (!syncing.isEmpty() && completed.remove(syncing.element().ticket())) {
            Syncing done = syncing.remove();
            durableTicket = done.ticket();
            durableBatch = Math.max(durableBatch, done.batch());
        }
        if (syncOwed && syncing.size() < MAX_SYNCS) beginSync();
        reclaim.durable(durableTicket);
    }

    /// Every record with a ticket up to this one is durable.
    public long durableTicket() {
        return durableTicket;
    }

    /// The ticket of the last record appended.
    public long lastTicket() {
        return ticket;
    }

    /// Bytes appended and not yet written: the host writes once a turn, and bounds the turn.
    public int bufferedBytes() {
        return begun ? batch.size() : 0;
    }

    /// The log's device failed; nothing is written any more.
    public boolean hasFailed() {
        return failed;
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
        beginBatch();
        scratch.clear();
        EntryCodec.INSTANCE.write(found.entries().getFirst(), scratch);
        log.move(index, put(log, RecordKind.MOVED, scratch.view(0)));
        return true;
    }

    /// States where every log begins now, and that segments below `oldest` will be deleted.
    long writeTrim(long oldest) {
        beginBatch();
        for (ReplicaLog log : replicas.values()) {
            if (log.baseIsStated() || log.isClosed()) continue;
            put(log, RecordKind.BASE, numbers(log.previousIndex(), log.previousTerm()));
            log.baseStated();
        }
        putOwn(RecordKind.TRIM, number(oldest));
        return ticket;
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
        return segment;
    }

    private void evict() {
        while (cachedBytes > options.cacheBytes() && !runs.isEmpty()) {
            CachedRun run = runs.remove();
            cachedBytes -= run.bytes();
            EntryIndex entries = run.log().entries();
            long until = Math.min(run.until(), entries.end());
            for (long i = Math.max(run.from(), entries.first()); i < until; i++) entries.forget(i);
        }
    }

    private static Bytes number(long value) {
        return Bytes.ofLong(value);
    }

    private static Bytes numbers(long first, long second) {
        return Bytes.ofLong(first).concat(Bytes.ofLong(second));
    }

    /// A sync failed: the log stops for good.
    public void syncFailed(long syncTicket) {
        failed = true;
    }
}
