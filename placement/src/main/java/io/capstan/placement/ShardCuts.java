package io.capstan.placement;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Partitioning;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Where a new table is cut into shards.
///
/// Invariants: the ranges are ascending, without gap or overlap, and cover every routing key. Those
/// of a hash table cover equal parts of the hash space, to within one hash.
public final class ShardCuts {
    private static final BigInteger HASHES = BigInteger.ONE.shiftLeft(Long.SIZE);

    private ShardCuts() {}

    /// The ranges of `shards` new shards. Nothing is known yet about the keys of a range table: it
    /// begins as one shard.
    public static List<KeyRange> of(Partitioning partitioning, int shards) {
        return switch (partitioning) {
            case HASH -> evenly(shards);
            case RANGE -> {
                Invariant.check(shards == 1, "a range table begins as 1 shard, not %s", shards);
                yield List.of(KeyRange.ALL);
            }
        };
    }

    private static List<KeyRange> evenly(int shards) {
        Invariant.check(shards > 0, "cut into %s shards", shards);
        List<KeyRange> ranges = new ArrayList<>(shards);
        for (int i = 0; i < shards; i++)
            ranges.add(new KeyRange(bound(i, shards), bound(i + 1, shards)));
        return ranges;
    }

    /// The routing-key prefix at which shard `number` of `shards` begins: eight bytes of hash, most
    /// significant first, as [Partitioning#HASH] makes them. Empty at both ends of the space.
    private static Bytes bound(int number, int shards) {
        if (number == 0 || number == shards) return Bytes.EMPTY;
        return Bytes.ofLong(
                HASHES.multiply(BigInteger.valueOf(number))
                        .divide(BigInteger.valueOf(shards))
                        .longValue());
    }
}
