package io.capstan.storage.shard;

import static io.capstan.storage.shard.Shards.REPLICA;
import static io.capstan.storage.shard.Shards.SHARD;
import static io.capstan.storage.shard.Shards.delete;
import static io.capstan.storage.shard.Shards.put;
import static io.capstan.storage.shard.Shards.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import org.junit.jupiter.api.Test;

/// Digests: equal where the rows visible at a time are equal, whatever else lies in the store.
final class RowDigestTest {
    private static final HybridTime AT = new HybridTime(45);

    private final MemoryStore one = new MemoryStore();
    private final MemoryStore other = new MemoryStore();
    private final ShardStore ours = filled(one, "4");
    private final ShardStore theirs = filled(other, "4");

    private static ShardStore filled(MemoryStore store, String fourth) {
        ShardStore shard = Shards.create(store, Partitioning.HASH);
        apply(shard, 1, put(tag(1, 1, 1, 1000), "a", "1"));
        apply(shard, 2, put(tag(1, 2, 1, 1000), "b", "2"));
        apply(shard, 3, put(tag(1, 3, 1, 1000), "a", "3"));
        apply(shard, 4, put(tag(1, 4, 1, 1000), "c", fourth));
        Shards.write(store, shard);
        return shard;
    }

    private static void apply(ShardStore shard, long index, Command command) {
        shard.apply(index, 1, new HybridTime(index * 10), command);
    }

    private static Result.Digested digest(ShardStore shard, Bytes after, int limit) {
        Outcome outcome = shard.read(new Query.Digest(REPLICA, AT, after, limit));
        return (Result.Digested) ((Outcome.Done) outcome).result();
    }

    private static Result.Digested digest(ShardStore shard) {
        return digest(shard, Bytes.EMPTY, 100);
    }

    @Test
    void whatComesLaterChangesNothing() {
        apply(theirs, 5, put(tag(1, 5, 1, 1000), "a", "5"));
        apply(theirs, 6, delete(tag(1, 6, 1, 1000), "b"));
        Shards.write(other, theirs);
        assertThat(digest(theirs)).isEqualTo(digest(ours));
        assertThat(digest(ours).rows()).isEqualTo(3);
        assertThat(digest(ours).more()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void oldVersionsThatAreGoneChangeNothing() {
        Result.Digested before = digest(ours);
        KvBatch batch = new KvBatch();
        new VersionCollector(one, ours).step(AT, 1_000, batch);
        assertThat(batch.isEmpty()).isFalse();
        one.write(batch);
        assertThat(digest(ours)).isEqualTo(before);
    }

    @Test
    void anotherValueIsAnotherDigestInItsPageOnly() {
        ShardStore wrong = filled(new MemoryStore(), "x");
        Bytes after = Bytes.EMPTY;
        int differ = 0;
        for (int page = 0; page < 3; page++) {
            Result.Digested expected = digest(ours, after, 1);
            Result.Digested found = digest(wrong, after, 1);
            assertThat(found.more()).isEqualTo(expected.more());
            assertThat(found.rows()).isEqualTo(1);
            if (!found.hash().equals(expected.hash())) differ++;
            after = expected.more();
        }
        assertThat(differ).isEqualTo(1);
        assertThat(after).isEqualTo(Bytes.EMPTY);
        assertThat(ours.shard()).isEqualTo(SHARD);
    }
}
