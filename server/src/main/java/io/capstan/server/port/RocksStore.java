package io.capstan.server.port;

import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The key-value port on RocksDB: one column family, no write-ahead log, writes that never wait.
///
/// Memory tables reach the device in the order in which they were filled, and a batch lies in one
/// of them, so that a crash keeps a prefix of the batches written; the node's own log brings back
/// the rest. Used by the host's loop alone, but for the thread that flushes.
///
/// Invariants
/// 1. `flushed(t)` is reported once everything written before `flush(t)` is on the device.
/// 2. Cursors and snapshots left open are closed before the database is: RocksDB would crash the
///    process otherwise.
public final class RocksStore implements KvStore, AutoCloseable {
    static {
        RocksLibrary.load();
    }

    private static final System.Logger LOG = System.getLogger("capstan.store");

    /// A flush asked for, and how much had been written by then.
    private record Wanted(long ticket, long writtenBytes) {}

    private final RocksOptions options;
    private final RocksDB db;
    private final WriteOptions writes = new WriteOptions().setDisableWAL(true).setNoSlowdown(true);
    private final ReadOptions reads = new ReadOptions();
    private final Completions completions;
    private final SharedIterators iterators;
    private final RocksView latest;
    private final Set<Resource> open = new LinkedHashSet<>();

    private final ExecutorService flusher =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("capstan-flush").daemon().factory());
    private final List<Wanted> wanted = new ArrayList<>();
    private final AtomicLong flushedBytes = new AtomicLong();
    private long writtenBytes;

    /// Opens the store in this folder, making it where there is none.
    public RocksStore(Path folder, Completions completions) {
        this.completions = completions;
        options = new RocksOptions();
        try {
            db = RocksDB.open(options.forOpening(), folder.toString());
        } catch (RocksDBException e) {
            options.close();
            throw new PortFailure("the store in " + folder + " does not open: " + said(e), e);
        }
        iterators = new SharedIterators(db, reads);
        latest = new RocksView(db, reads, iterators, open);
    }

    @Override
    public View latest() {
        return latest;
    }

    @Override
    public Snapshot snapshot() {
        return RocksView.Frozen.of(db, open);
    }

    @Override
    public Written write(KvBatch batch) {
        try (WriteBatch changes = new WriteBatch()) {
            for (KvBatch.Change change : batch.changes()) add(change, changes);
            db.write(writes, changes);
        } catch (RocksDBException e) {
            return verdict(e);
        }
        writtenBytes += batch.bytes();
        iterators.written();
        return Written.DONE;
    }

    /// The host has nothing to do for now: what its reads share is let go.
    public void rest() {
        iterators.rest();
    }

    private static void add(KvBatch.Change change, WriteBatch batch) throws RocksDBException {
        switch (change) {
            case KvBatch.Change.Put put -> batch.put(put.key().toArray(), put.value().toArray());
            case KvBatch.Change.Delete delete -> batch.delete(delete.key().toArray());
            case KvBatch.Change.DeleteRange range ->
                    batch.deleteRange(range.from().toArray(), range.until().toArray());
        }
    }

    /// Stalls and a full device are expected; anything else means that the store is broken.
    private static Written verdict(RocksDBException why) {
        Status status = why.getStatus();
        if (status != null && status.getCode() == Status.Code.Incomplete) return Written.STALLED;
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) return Written.FULL;
        throw new PortFailure("the store does not take a write: " + said(why), why);
    }

    private static String said(RocksDBException why) {
        Status status = why.getStatus();
        return status == null
                ? String.valueOf(why.getMessage())
                : status.getCodeString() + ": " + why.getMessage();
    }

    @Override
    public void flush(long ticket) {
        synchronized (wanted) {
            wanted.add(new Wanted(ticket, writtenBytes));
            if (wanted.size() == 1) flusher.execute(this::flushWanted);
        }
    }

    /// Serves all tickets that have gathered with one flush.
    private void flushWanted() {
        List<Wanted> served;
        synchronized (wanted) {
            served = List.copyOf(wanted);
            wanted.clear();
        }
        try (FlushOptions patient =
                new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
            db.flush(patient);
        } catch (RocksDBException e) {
            // Not reported: the log keeps what is not flushed, and a later flush may succeed.
            LOG.log(System.Logger.Level.ERROR, "a flush of the store failed: {0}", said(e));
            return;
        }
        flushedBytes.set(served.getLast().writtenBytes);
        served.forEach(done -> completions.flushed(done.ticket));
    }

    @Override
    public long unflushedBytes() {
        return writtenBytes - flushedBytes.get();
    }

    /// Closes what is open, then the database, which writes out what it can; what it cannot comes
    /// from the log at the next start.
    @Override
    public void close() {
        flusher.close();
        List.copyOf(open).forEach(Resource::close);
        iterators.rest();
        reads.close();
        writes.close();
        db.close();
        options.close();
    }

    /// Something of RocksDB's that must be closed before the database.
    interface Resource {
        void close();
    }
}
