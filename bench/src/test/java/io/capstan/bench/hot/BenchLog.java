package io.capstan.bench.hot;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.port.Disk;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.CommandCodec;
import io.capstan.core.wire.WireWriter;
import io.capstan.server.port.Completions;
import io.capstan.server.port.FileDisk;
import io.capstan.storage.log.Flush;
import io.capstan.storage.log.LogOptions;
import io.capstan.storage.log.LogRecovery;
import io.capstan.storage.log.NodeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/// A node's log in a folder of its own below `target`, on the real disk, with one replica that
/// writes. The folder goes with it.
///
/// What is written is given up again once it fills a few segments, as a store that has flushed
/// permits, so that a run of any length takes bounded room.
final class BenchLog implements AutoCloseable {
    private static final ShardId SHARD = new ShardId(7);
    private static final ReplicaId REPLICA = new ReplicaId(1);
    private static final long KEPT_ENTRIES = 100_000;
    private static final long FAILED = -1;

    private final LinkedBlockingQueue<Long> synced = new LinkedBlockingQueue<>();
    private final Path folder = folder();
    private final FileDisk files = new FileDisk(folder, completions());
    private final Disk disk;
    private final boolean synchronous;
    private final Bytes body = body();
    private NodeLog log;
    private long lastIndex;
    private long compacted;

    /// Not `synchronous`: every sync counts as done at once, and none is.
    BenchLog(boolean synchronous) {
        this.synchronous = synchronous;
        disk = synchronous ? files : new Unsynced(files, synced::add);
        log = NodeLog.recover(disk, LogOptions.DEFAULT).log();
    }

    private static Path folder() {
        Path target = Path.of("target").toAbsolutePath();
        try {
            Files.createDirectories(target);
            return Files.createTempDirectory(target, "bench-log-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Completions completions() {
        return new Completions() {
            @Override
            public void synced(long ticket) {
                synced.add(ticket);
            }

            @Override
            public void syncFailed(long ticket) {
                synced.add(FAILED);
            }

            @Override
            public void flushed(long ticket) {
                throw new IllegalStateException("there is no store here");
            }
        };
    }

    private static Bytes body() {
        WireWriter out = new WireWriter();
        CommandCodec.INSTANCE.write(new Requests().command(), out);
        return out.bytes();
    }

    /// Appends so many entries in one batch; returns once they are durable.
    long append(int entries) throws InterruptedException {
        List<Entry> batch = new ArrayList<>(entries);
        for (int i = 1; i <= entries; i++)
            batch.add(
                    new Entry(
                            lastIndex + i,
                            1,
                            HybridTime.ofMillis(lastIndex + i),
                            Entry.Kind.COMMAND,
                            body));
        lastIndex += entries;
        long ticket = log.append(SHARD, REPLICA, new LogRecord.Append(batch));
        write();
        while (log.durableTicket() < ticket) await();
        return ticket;
    }

    private void write() {
        Flush flushed = log.flush();
        Invariant.check(
                flushed != Flush.FULL && flushed != Flush.FAILED, "the log could not write");
    }

    private void await() throws InterruptedException {
        long ticket = synced.take();
        Invariant.check(ticket != FAILED, "a sync failed");
        log.synced(ticket);
    }

    /// Gives up what is old, where enough has come together.
    void forget() {
        if (lastIndex - compacted < KEPT_ENTRIES) return;
        compacted = lastIndex - 1;
        log.append(SHARD, REPLICA, new LogRecord.Compact(compacted));
        log.durableInStore(SHARD, REPLICA, compacted);
    }

    /// Bytes in its segments.
    long bytes() {
        return log.segmentBytes();
    }

    /// Reads it anew, as after a start.
    LogRecovery recover() {
        LogRecovery recovery = NodeLog.recover(disk, LogOptions.DEFAULT);
        log = recovery.log();
        return recovery;
    }

    boolean isSynchronous() {
        return synchronous;
    }

    @Override
    public void close() {
        files.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
