package io.capstan.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.LogRecord;
import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a crash leaves: what was durable is there, nothing appears that was not written.
@Tag("slow")
final class LogCrashTest {
    private static final LogOptions OPTIONS =
            new LogOptions(48 << 10, 3, 0, 8 << 10, 16 << 10, 1 << 20);

    private final List<LogModel> models = new ArrayList<>();

    private void models(int count) {
        models.clear();
        for (int i = 1; i <= count; i++)
            models.add(new LogModel(new ShardId(i), new ReplicaId(i * 10L)));
    }

    @Test
    void aCrashAfterAnyByteLeavesAWholePrefixOfTheBatches() {
        MemoryDisk disk = new MemoryDisk();
        NodeLog log = NodeLog.recover(disk, OPTIONS).log();
        ShardId shard = new ShardId(1);
        ReplicaId replica = new ReplicaId(1);
        for (int batch = 0; batch < 4; batch++) {
            long from = batch * 3L + 1;
            log.append(shard, replica, new LogRecord.HardState(Bytes.utf8("batch " + batch)));
            log.append(shard, replica, NodeLogTest.entries(from, from + 3, 1, 20));
            log.flush();
            if (batch == 1) disk.complete().forEach(log::synced);
        }
        for (long bytes = 0; bytes <= disk.unsynced(); bytes++) {
            LogRecovery after = NodeLog.recover(disk.crashed(bytes), OPTIONS);
            ReplicaLog found = after.log().replica(shard, replica).orElseThrow();
            assertThat(found.rotten()).isEmpty();
            assertThat(found.lastIndex() % 3).isZero();
            assertThat(found.lastIndex()).isBetween(6L, 12L);
            assertThat(found.hardState())
                    .contains(Bytes.utf8("batch " + (found.lastIndex() / 3 - 1)));
        }
    }

    @Test
    void aCrashThatLosesTheNameOfAnyNewSegmentLosesNothingDurable() {
        MemoryDisk disk = new MemoryDisk();
        NodeLog log = NodeLog.recover(disk, OPTIONS).log();
        ShardId shard = new ShardId(1);
        ReplicaId replica = new ReplicaId(1);
        log.append(shard, replica, NodeLogTest.entries(1, 4, 1, OPTIONS.segmentBytes() / 2));
        log.flush();
        disk.complete().forEach(log::synced);
        for (int from = 4; from < 20; from += 2) {
            log.append(
                    shard,
                    replica,
                    NodeLogTest.entries(from, from + 2, 1, OPTIONS.segmentBytes() / 2));
            log.flush();
        }
        assertThat(disk.filesNotDurable()).isNotEmpty();
        for (String lost : disk.filesNotDurable()) {
            LogRecovery after = NodeLog.recover(disk.crashedWithout(lost), OPTIONS);
            ReplicaLog found = after.log().replica(shard, replica).orElseThrow();
            assertThat(found.rotten()).isEmpty();
            assertThat(found.lastIndex()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void throughManyCrashesNothingDurableIsLostAndNothingIsInvented() {
        for (int seed = 0; seed < 120; seed++) life(new Randomness(seed));
    }

    private void life(Randomness random) {
        models(1 + random.below(4));
        MemoryDisk disk = new MemoryDisk();
        for (int restart = 0; restart < 6; restart++) {
            NodeLog log = NodeLog.recover(disk, OPTIONS).log();
            if (restart > 0) for (LogModel model : models) model.check(log, 0);
            run(log, disk, random);
            long durable = log.durableTicket();
            disk = disk.crashed(random.between(0, disk.unsynced()));
            NodeLog after = NodeLog.recover(disk, OPTIONS).log();
            for (LogModel model : models) model.check(after, durable);
        }
    }

    private void run(NodeLog log, MemoryDisk disk, Randomness random) {
        for (int turn = random.below(60); turn > 0; turn--) {
            for (int records = random.below(6); records > 0; records--)
                random.pick(models).step(log, random);
            log.flush();
            if (random.below(3) > 0) disk.complete().forEach(log::synced);
        }
    }
}
