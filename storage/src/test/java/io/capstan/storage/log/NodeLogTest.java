package io.capstan.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Recovered.TermStart;
import io.capstan.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a node's log promises while it runs and after a clean restart.
final class NodeLogTest {
    static final LogOptions SMALL =
            new LogOptions(64 << 10, 3, 32 << 10, 16 << 10, 8 << 10, 1 << 20);
    private static final LogOptions MANY =
            new LogOptions(64 << 10, 100, 32 << 10, 16 << 10, 8 << 10, 1 << 20);
    private static final ShardId ONE = new ShardId(1);
    private static final ShardId TWO = new ShardId(2);
    private static final ReplicaId R = new ReplicaId(7);

    private MemoryDisk disk = new MemoryDisk();
    private NodeLog log = NodeLog.recover(disk, SMALL).log();

    static Entry entry(long index, long term, int bytes) {
        byte[] body = new byte[bytes];
        for (int i = 0; i < bytes; i++) body[i] = (byte) (index * 31 + i);
        return new Entry(
                index, term, new HybridTime(index * 10), Entry.Kind.COMMAND, Bytes.wrap(body));
    }

    static LogRecord.Append entries(long from, long until, long term, int bytes) {
        List<Entry> entries = new ArrayList<>();
        for (long i = from; i < until; i++) entries.add(entry(i, term, bytes));
        return new LogRecord.Append(entries);
    }

    private void flush() {
        log.flush();
        sync();
    }

    private void sync() {
        for (List<Long> done = disk.complete(); !done.isEmpty(); done = disk.complete())
            done.forEach(log::synced);
    }

    private void restart() {
        log = NodeLog.recover(disk, SMALL).log();
    }

    private List<Entry> read(ShardId shard, long from, long until) {
        return log.entries(shard, R, from, until, Integer.MAX_VALUE)
                        instanceof EntriesRead.Found found
                ? found.entries()
                : List.of();
    }

    @Test
    void whatWasFlushedIsThereAfterARestart() {
        log.append(ONE, R, new LogRecord.HardState(Bytes.utf8("term 3")));
        log.append(ONE, R, entries(1, 100, 3, 50));
        log.append(TWO, R, entries(1, 5, 1, 50_000));
        flush();
        restart();
        ReplicaLog one = log.replica(ONE, R).orElseThrow();
        assertThat(one.hardState()).contains(Bytes.utf8("term 3"));
        assertThat(one.lastIndex()).isEqualTo(99);
        assertThat(one.terms()).containsExactly(new TermStart(3, 1));
        assertThat(read(ONE, 1, 100)).isEqualTo(entries(1, 100, 3, 50).entries());
        assertThat(read(TWO, 1, 5)).isEqualTo(entries(1, 5, 1, 50_000).entries());
    }

    @Test
    void entriesCanBeReadBeforeTheyAreWritten() {
        log.append(ONE, R, entries(1, 10, 1, 10));
        assertThat(read(ONE, 3, 5)).hasSize(2);
    }

    @Test
    void aTicketIsDurableOnlyOnceTheSyncHasCompleted() {
        long first = log.append(ONE, R, entries(1, 2, 1, 10));
        log.flush();
        assertThat(log.durableTicket()).isLessThan(first);
        disk.complete().forEach(log::synced);
        assertThat(log.durableTicket()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void aLaterSyncThatCompletesFirstMakesNothingDurable() {
        long first = log.append(ONE, R, entries(1, 2, 1, 10));
        log.flush();
        long second = log.append(ONE, R, entries(2, 3, 1, 10));
        log.flush();
        log.synced(log.lastTicket());
        assertThat(log.durableTicket()).isLessThan(first);
        log.synced(first);
        assertThat(log.durableTicket()).isEqualTo(second);
    }

    @Test
    void aTruncatedSuffixIsReplacedByWhatFollows() {
        log.append(ONE, R, entries(1, 10, 1, 10));
        flush();
        log.append(ONE, R, new LogRecord.TruncateSuffix(5));
        log.append(ONE, R, entries(5, 8, 2, 10));
        flush();
        restart();
        ReplicaLog one = log.replica(ONE, R).orElseThrow();
        assertThat(one.lastIndex()).isEqualTo(7);
        assertThat(one.terms()).containsExactly(new TermStart(1, 1), new TermStart(2, 5));
        assertThat(read(ONE, 5, 8)).isEqualTo(entries(5, 8, 2, 10).entries());
    }

    @Test
    void anEntryGoesOnlyWhenCompactedAndInTheStore() {
        log.append(ONE, R, entries(1, 11, 1, 10));
        log.append(ONE, R, new LogRecord.Compact(8));
        assertThat(read(ONE, 1, 2)).hasSize(1);
        log.durableInStore(ONE, R, 5);
        assertThat(log.replica(ONE, R).orElseThrow().previousIndex()).isEqualTo(5);
        log.durableInStore(ONE, R, 10);
        assertThat(log.replica(ONE, R).orElseThrow().previousIndex()).isEqualTo(8);
    }

    @Test
    void aResetBeginsTheLogAnew() {
        log.append(ONE, R, entries(1, 11, 1, 10));
        log.append(ONE, R, new LogRecord.Reset(50, 4));
        log.append(ONE, R, entries(51, 53, 4, 10));
        flush();
        restart();
        ReplicaLog one = log.replica(ONE, R).orElseThrow();
        assertThat(one.previousIndex()).isEqualTo(50);
        assertThat(one.previousTerm()).isEqualTo(4);
        assertThat(read(ONE, 51, 60)).hasSize(2);
    }

    @Test
    void aClosedReplicaStaysClosed() {
        log.append(ONE, R, entries(1, 11, 1, 10));
        log.close(ONE, R);
        flush();
        restart();
        assertThat(log.replica(ONE, R).orElseThrow().isClosed()).isTrue();
    }

    @Test
    void aQuietShardNeverPinsTheLog() {
        log.append(TWO, R, new LogRecord.HardState(Bytes.utf8("quiet")));
        log.append(TWO, R, entries(1, 4, 1, 100));
        long index = 1;
        for (int turn = 0; turn < 400; turn++) {
            log.append(ONE, R, entries(index, index + 10, 1, 200));
            index += 10;
            log.append(ONE, R, new LogRecord.Compact(index - 1));
            flush();
            log.durableInStore(ONE, R, index - 1);
        }
        for (int turn = 0; turn < 10 && log.wantsFlush(); turn++) flush();
        assertThat(log.segmentCount()).isLessThanOrEqualTo(SMALL.maxSegments() + 1);
        assertThat(disk.files().size()).isLessThanOrEqualTo(SMALL.maxSegments() + 2);
        restart();
        assertThat(read(TWO, 1, 4)).isEqualTo(entries(1, 4, 1, 100).entries());
        assertThat(log.replica(TWO, R).orElseThrow().hardState()).contains(Bytes.utf8("quiet"));
        assertThat(log.replica(ONE, R).orElseThrow().lastIndex()).isEqualTo(index - 1);
    }

    @Test
    void aFullDiskStillTakesAVote() {
        disk.capacity = disk.used() + 200_000;
        long index = 1;
        while (log.flush() != Flush.WRITTEN_INTO_RESERVE) {
            log.append(ONE, R, entries(index, index + 1, 1, 5000));
            index++;
        }
        assertThat(log.isFull()).isTrue();
        long vote = log.append(ONE, R, new LogRecord.HardState(Bytes.utf8("vote")));
        assertThat(log.flush()).isEqualTo(Flush.WRITTEN_INTO_RESERVE);
        sync();
        assertThat(log.durableTicket()).isEqualTo(vote);
        disk.capacity = Long.MAX_VALUE;
        assertThat(log.retakeReserve()).isTrue();
        assertThat(log.isFull()).isFalse();
    }

    @Test
    void whatIsMovedCanBeReadWhileThereIsNoRoomToWriteIt() {
        log = NodeLog.recover(disk, MANY).log();
        for (long index = 1; index <= 60; index++) {
            log.append(ONE, R, entries(index, index + 1, 1, 10_000));
            flush();
        }
        restart();
        disk.capacity = disk.used();
        log.append(ONE, R, entries(61, 62, 1, 60_000));
        assertThat(log.flush()).isEqualTo(Flush.FULL);
        assertThat(read(ONE, 1, 61)).isEqualTo(entries(1, 61, 1, 10_000).entries());
        disk.capacity = Long.MAX_VALUE;
        flush();
        restart();
        assertThat(read(ONE, 1, 61)).isEqualTo(entries(1, 61, 1, 10_000).entries());
        assertThat(read(ONE, 61, 62)).isEqualTo(entries(61, 62, 1, 60_000).entries());
    }

    @Test
    void afterAFailedSyncNothingIsWritten() {
        long ticket = log.append(ONE, R, entries(1, 2, 1, 10));
        log.flush();
        log.syncFailed(ticket);
        log.synced(ticket);
        assertThat(log.durableTicket()).isLessThan(ticket);
        assertThat(log.flush()).isEqualTo(Flush.FAILED);
    }
}
