package io.capstan.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Damage where the log was durable: whoever lost something is named, and nobody is told wrong
/// things.
@Tag("slow")
final class LogRotTest {
    private static final LogOptions OPTIONS =
            new LogOptions(48 << 10, 4, 0, 8 << 10, 16 << 10, 1 << 20);
    private static final ReplicaId R = new ReplicaId(5);
    private static final int SHARDS = 4;

    private final MemoryDisk disk = new MemoryDisk();
    private final List<List<Entry>> written = new ArrayList<>();
    private final List<Bytes> states = new ArrayList<>();

    /// Writes batches of several shards, each durable before the next.
    private void write(int batches, int bytes) {
        NodeLog log = NodeLog.recover(disk, OPTIONS).log();
        for (int shard = 0; shard < SHARDS; shard++) {
            written.add(new ArrayList<>());
            states.add(Bytes.EMPTY);
        }
        for (int batch = 0; batch < batches; batch++) {
            for (int shard = batch % 2; shard < SHARDS; shard += 2) {
                ShardId id = new ShardId(shard + 1);
                states.set(shard, Bytes.utf8("vote " + batch));
                log.append(id, R, new LogRecord.HardState(states.get(shard)));
                long next = written.get(shard).size() + 1L;
                LogRecord.Append append = NodeLogTest.entries(next, next + 2, 1, bytes);
                written.get(shard).addAll(append.entries());
                log.append(id, R, append);
            }
            log.flush();
            disk.complete().forEach(log::synced);
        }
        disk.complete().forEach(log::synced);
    }

    /// Every replica is rotten, or has exactly what was written; the last `mayBeCut` entries and
    /// the vote with them may be cut as a torn tail.
    private int check(LogRecovery recovery, int mayBeCut) {
        int rotten = 0;
        for (int shard = 0; shard < SHARDS; shard++) {
            ShardId id = new ShardId(shard + 1);
            if (recovery.log().isSuspect(id, R)) {
                rotten++;
                continue;
            }
            ReplicaLog found = recovery.log().replica(id, R).orElseThrow();
            List<Entry> all = written.get(shard);
            assertThat(found.lastIndex())
                    .isBetween((long) all.size() - mayBeCut, (long) all.size());
            if (found.lastIndex() == all.size())
                assertThat(found.hardState()).contains(states.get(shard));
            EntriesRead read = recovery.log().entries(id, R, 1, all.size() + 1, 1 << 30);
            assertThat(read)
                    .isEqualTo(new EntriesRead.Found(all.subList(0, (int) found.lastIndex())));
        }
        return rotten;
    }

    @Test
    void aSpoiledRecordStopsItsReplicaAndNoOther() {
        write(10, 50);
        // Somewhere in the body of an early record of one shard.
        disk.flip(Place.file(1), 400);
        LogRecovery recovery = NodeLog.recover(disk, OPTIONS);
        assertThat(recovery.report().foundRot()).isTrue();
        assertThat(check(recovery, 0)).isEqualTo(1);
    }

    @Test
    void damageAnywhereIsNoticedOrHarmless() {
        write(60, 120);
        Randomness random = new Randomness(11);
        int rotten = 0;
        for (int run = 0; run < 1500; run++) {
            MemoryDisk copy = disk.crashed(0);
            String file = random.pick(copy.files());
            long at = random.below(copy.size(file));
            copy.flip(file, at);
            rotten += check(NodeLog.recover(copy, OPTIONS), 2);
        }
        assertThat(rotten).isGreaterThan(500);
    }

    @Test
    void aRottenReplicaStaysRottenAfterAnotherRestart() {
        write(10, 50);
        disk.flip(Place.file(1), 400);
        NodeLog log = NodeLog.recover(disk, OPTIONS).log();
        ShardId healthy = healthy(log);
        log.append(healthy, R, new LogRecord.HardState(Bytes.utf8("on")));
        log.flush();
        disk.complete().forEach(log::synced);
        LogRecovery again = NodeLog.recover(disk, OPTIONS);
        assertThat(again.rotten()).hasSize(1);
    }

    private static ShardId healthy(NodeLog log) {
        return log.replicas().stream()
                .filter(each -> each.rotten().isEmpty())
                .findFirst()
                .orElseThrow()
                .shard();
    }

    @Test
    void aTornTailIsCutAndReported() {
        write(10, 50);
        String file = disk.files().getLast();
        disk.flip(file, disk.size(file) - 3);
        LogRecovery recovery = NodeLog.recover(disk, OPTIONS);
        assertThat(recovery.report().foundRot()).isFalse();
        assertThat(recovery.report().cutBytes()).isPositive();
        assertThat(check(recovery, 2)).isZero();
    }

    @Test
    void aLostSegmentIsNoticed() {
        write(200, 200);
        assertThat(disk.files().size()).isGreaterThan(3);
        MemoryDisk copy = disk.crashed(0);
        copy.delete(disk.files().get(1));
        assertThat(check(NodeLog.recover(copy, OPTIONS), 0)).isEqualTo(SHARDS);
    }

    @Test
    void anySegmentBytesAreReadToTheirEnd() {
        Randomness random = new Randomness(3);
        for (int run = 0; run < 300; run++) {
            MemoryDisk noise = new MemoryDisk();
            for (int file = 1 + random.below(3); file > 0; file--) {
                byte[] bytes = new byte[random.below(100_000)];
                for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) random.nextLong();
                noise.put(Place.file(file), bytes);
            }
            assertThat(NodeLog.recover(noise, OPTIONS).log().replicas()).isEmpty();
        }
    }

    @Test
    void mutilatedSegmentsNeverBreakRecovery() {
        write(60, 400);
        Randomness random = new Randomness(8);
        for (int run = 0; run < 600; run++) {
            MemoryDisk copy = disk.crashed(0);
            for (int hits = 1 + random.below(8); hits > 0; hits--) mutilate(copy, random);
            check(NodeLog.recover(copy, OPTIONS), Integer.MAX_VALUE / 2);
        }
    }

    private static void mutilate(MemoryDisk disk, Randomness random) {
        String file = random.pick(disk.files());
        long size = disk.size(file);
        if (size == 0) return;
        switch (random.below(4)) {
            case 0 -> disk.truncate(file, random.below(size));
            case 1 ->
                    disk.write(file, random.below(size), Bytes.wrap(new byte[random.below(2000)]));
            case 2 -> disk.flip(file, random.below(size));
            default -> {
                Bytes piece = disk.read(file, random.below(size), random.below(3000));
                disk.write(file, random.below(size), piece);
            }
        }
    }
}
