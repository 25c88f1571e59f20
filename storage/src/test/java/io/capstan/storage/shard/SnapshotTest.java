package io.capstan.storage.shard;

import static io.capstan.storage.shard.Shards.REPLICA;
import static io.capstan.storage.shard.Shards.SHARD;
import static io.capstan.storage.shard.Shards.put;
import static io.capstan.storage.shard.Shards.tag;
import static io.capstan.storage.shard.Shards.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.log.Answer;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.port.KvBatch;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A shard's state travels whole, in parts, and over crashes.
final class SnapshotTest {
    private static final SnapshotOptions OPTIONS =
            new SnapshotOptions(500, 2, Duration.ofSeconds(1));

    private final MemoryStore from = new MemoryStore();
    private final MemoryStore to = new MemoryStore();
    private final ShardStore leader = Shards.create(from, Partitioning.HASH);
    private final SnapshotSource source = new SnapshotSource(from, OPTIONS);

    private void fill(int rows) {
        long first = leader.appliedIndex() + 1;
        for (long i = first; i < first + rows; i++)
            leader.apply(i, 1, new HybridTime(i), put(tag(1, i, i, 1_000_000), "k" + i, "v" + i));
        Shards.write(from, leader);
    }

    private SnapshotChunk chunk(long index, int number) {
        return ((Answer.Chunk) source.chunk(SHARD, index, number, 0)).chunk();
    }

    private List<SnapshotChunk> all() {
        List<SnapshotChunk> chunks = new ArrayList<>();
        chunks.add(chunk(0, 0));
        while (!chunks.getLast().last())
            chunks.add(chunk(chunks.getFirst().index(), chunks.size()));
        return chunks;
    }

    private Installed install(SnapshotSink sink, SnapshotChunk chunk, long applied) {
        KvBatch batch = new KvBatch();
        Installed installed = sink.install(chunk, applied, batch);
        to.write(batch);
        return installed;
    }

    private SnapshotSink sink() {
        return new SnapshotSink(to, SHARD, REPLICA);
    }

    private ShardStore follower() {
        return ShardStore.open(to, SHARD, REPLICA, Shards.rows()).orElseThrow();
    }

    @Test
    void theLastChunkMakesTheNewStateCount() {
        Shards.create(to, Partitioning.HASH);
        fill(100);
        SnapshotSink sink = sink();
        List<SnapshotChunk> chunks = all();
        assertThat(chunks.size()).isGreaterThan(5);
        for (SnapshotChunk chunk : chunks.subList(0, chunks.size() - 1)) {
            assertThat(install(sink, chunk, 0)).isEqualTo(new Installed.Progress(chunk.number()));
            assertThat(follower().appliedIndex()).isZero();
        }
        assertThat(install(sink, chunks.getLast(), 0)).isEqualTo(new Installed.Finished(100, 1));
        assertThat(follower().digest()).isEqualTo(leader.digest());
        assertThat(follower().history()).isEqualTo(leader.history());
        assertThat(follower().installedIndex()).isEqualTo(100);
    }

    /// The snapshot may stand for a time before the replica was added.
    @Test
    void theEpochOfBirthOutlivesARestartAndASnapshot() {
        Shards.write(to, ShardStore.create(to, REPLICA, leader.descriptor(), 7, Shards.rows()));
        assertThat(follower().bornEpoch()).isEqualTo(7);
        fill(10);
        SnapshotSink sink = sink();
        for (SnapshotChunk chunk : all()) install(sink, chunk, 0);
        assertThat(follower().installedIndex()).isEqualTo(10);
        assertThat(follower().bornEpoch()).isEqualTo(7);
    }

    /// The state before any entry is news to whoever has none.
    @Test
    void theFoundingStateIsNewerThanNone() {
        SnapshotSink sink = sink();
        SnapshotChunk founding = all().getFirst();
        assertThat(founding.index()).isZero();
        assertThat(install(sink, founding, 0)).isInstanceOf(Installed.Refused.class);
        assertThat(install(sink, founding, SnapshotSink.NOTHING))
                .isEqualTo(new Installed.Finished(0, 0));
        assertThat(follower().descriptor()).isEqualTo(leader.descriptor());
        assertThat(follower().digest()).isEqualTo(leader.digest());
    }

    @Test
    void aRetryAfterTheSnapshotIsStillRecognised() {
        fill(10);
        SnapshotSink sink = sink();
        for (SnapshotChunk chunk : all()) install(sink, chunk, 0);
        Command retry = put(tag(1, 10, 10, 1_000_000), "k10", "again");
        ShardStore follower = follower();
        assertThat(follower.apply(11, 1, new HybridTime(11), retry))
                .isEqualTo(leader.apply(11, 1, new HybridTime(11), retry))
                .isInstanceOf(Outcome.Done.class);
        assertThat(value(follower, "k10")).isEqualTo("v10");
    }

    @Test
    void theStreamGoesOnAfterACrashOfTheReceiver() {
        fill(100);
        List<SnapshotChunk> chunks = all();
        install(sink(), chunks.get(0), 0);
        install(sink(), chunks.get(1), 0);
        SnapshotSink again = sink();
        SnapshotChunk unfinished = again.unfinished().orElseThrow();
        assertThat(unfinished.number()).isEqualTo(1);
        assertThat(unfinished.descriptor()).isEqualTo(chunks.getFirst().descriptor());
        for (SnapshotChunk chunk : chunks.subList(2, chunks.size())) install(again, chunk, 0);
        assertThat(follower().digest()).isEqualTo(leader.digest());
    }

    @Test
    void aChunkThatComesTwiceChangesNothing() {
        fill(100);
        SnapshotSink sink = sink();
        List<SnapshotChunk> chunks = all();
        for (SnapshotChunk chunk : chunks) {
            install(sink, chunk, 0);
            if (!chunk.last())
                assertThat(install(sink, chunk, 0))
                        .isEqualTo(new Installed.Repeated(chunk.number()));
        }
        assertThat(follower().digest()).isEqualTo(leader.digest());
    }

    @Test
    void aNewerSnapshotReplacesAHalfInstalledOneAndLeavesNoRows() {
        fill(50);
        SnapshotSink sink = sink();
        install(sink, all().getFirst(), 0);
        fill(50);
        for (SnapshotChunk chunk : all()) install(sink, chunk, 0);
        assertThat(follower().digest()).isEqualTo(leader.digest());
        sweep();
        assertThat(to.rows).hasSize(from.rows.size());
    }

    private void sweep() {
        for (boolean more = true; more; ) {
            KvBatch batch = new KvBatch();
            more = Incarnations.sweep(to.latest(), SHARD, 10, batch);
            to.write(batch);
        }
    }

    @Test
    void aSnapshotOlderThanTheAppliedStateIsRefused() {
        fill(20);
        SnapshotSink sink = sink();
        assertThat(install(sink, chunk(0, 0), 20)).isInstanceOf(Installed.Refused.class);
        assertThat(to.rows).isEmpty();
    }

    @Test
    void aChunkOutOfOrderOrSpoiledIsRefused() {
        fill(100);
        SnapshotSink sink = sink();
        List<SnapshotChunk> chunks = all();
        assertThat(install(sink, chunks.get(1), 0)).isInstanceOf(Installed.Refused.class);
        SnapshotChunk first = chunks.getFirst();
        for (int i = 0; i < first.data().length(); i++) {
            byte[] spoiled = first.data().toArray();
            spoiled[i] ^= 0x10;
            SnapshotChunk bad =
                    new SnapshotChunk(
                            first.index(),
                            first.term(),
                            first.descriptor(),
                            0,
                            first.last(),
                            Bytes.wrap(spoiled));
            assertThat(install(sink, bad, 0)).isInstanceOf(Installed.Refused.class);
        }
        assertThat(to.rows).isEmpty();
    }

    @Test
    void aSnapshotDoesNotChangeWhileTheShardGoesOn() {
        fill(100);
        long digest = leader.digest();
        SnapshotSink sink = sink();
        SnapshotChunk chunk = chunk(0, 0);
        install(sink, chunk, 0);
        while (!chunk.last()) {
            fill(5);
            chunk = chunk(100, chunk.number() + 1);
            install(sink, chunk, 0);
        }
        assertThat(follower().digest()).isEqualTo(digest);
    }

    @Test
    void anIdleSnapshotIsGivenUpAndTheyAreBounded() {
        fill(100);
        chunk(0, 0);
        fill(1);
        chunk(0, 0);
        fill(1);
        assertThat(source.chunk(SHARD, 0, 0, 0)).isInstanceOf(Answer.Missing.class);
        long later = Duration.ofSeconds(2).toNanos();
        assertThat(source.chunk(SHARD, 100, 1, later)).isInstanceOf(Answer.Missing.class);
        assertThat(source.openCount()).isZero();
        assertThat(source.chunk(SHARD, 0, 0, later)).isInstanceOf(Answer.Chunk.class);
    }

    /// Else a node that hands many shards out would stand still until the first ones are idle.
    @Test
    void aSnapshotThatWasGivenWholeMakesRoomForAnother() {
        fill(100);
        all();
        fill(1);
        SnapshotChunk begun = chunk(0, 0);
        fill(1);

        assertThat(chunk(0, 0).index()).isEqualTo(102);
        assertThat(source.openCount()).isEqualTo(2);
        assertThat(source.chunk(SHARD, begun.index(), 1, 0)).isInstanceOf(Answer.Chunk.class);
        assertThat(source.chunk(SHARD, 100, 1, 0)).isInstanceOf(Answer.Missing.class);
    }
}
