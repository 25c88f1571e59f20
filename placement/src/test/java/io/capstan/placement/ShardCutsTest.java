package io.capstan.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Partitioning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardCutsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 12, 64, 1000, 4096})
    void theRangesJoinWithoutGapOrOverlap(int shards) {
        List<KeyRange> ranges = ShardCuts.of(Partitioning.HASH, shards);
        assertThat(ranges).hasSize(shards);
        assertThat(ranges.getFirst().from()).isEqualTo(Bytes.EMPTY);
        assertThat(ranges.getLast().until()).isEqualTo(Bytes.EMPTY);
        for (int i = 1; i < shards; i++)
            assertThat(ranges.get(i).from())
                    .isEqualTo(ranges.get(i - 1).until())
                    .isNotEqualTo(Bytes.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 12, 1000})
    void theRangesCoverEqualPartsOfTheHashSpace(int shards) {
        List<KeyRange> ranges = ShardCuts.of(Partitioning.HASH, shards);
        long even = Long.divideUnsigned(-1L, shards);
        for (int i = 1; i < shards - 1; i++) {
            long width = ranges.get(i).until().longAt(0) - ranges.get(i).from().longAt(0);
            assertThat(width).isBetween(even, even + 1);
        }
    }

    @Test
    void everyKeyLiesInExactlyOneRange() {
        List<KeyRange> ranges = ShardCuts.of(Partitioning.HASH, 12);
        Randomness random = new Randomness(1);
        for (int i = 0; i < 10_000; i++) {
            Bytes route = Partitioning.HASH.routingKey(Bytes.ofLong(random.nextLong()));
            assertThat(ranges.stream().filter(range -> range.contains(route))).hasSize(1);
        }
    }

    @Test
    void aRangeTableBeginsWhole() {
        assertThat(ShardCuts.of(Partitioning.RANGE, 1)).containsExactly(KeyRange.ALL);
    }
}
