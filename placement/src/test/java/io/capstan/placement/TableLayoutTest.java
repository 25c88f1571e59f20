package io.capstan.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.placement.ring.HashRing;
import io.capstan.placement.ring.RingNode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TableLayoutTest {
    private static final HashRing RING =
            HashRing.of(
                    LongStream.rangeClosed(1, 5)
                            .mapToObj(i -> RingNode.of(new NodeId(i)))
                            .toList());

    @Test
    void aLayoutIsBornAtEpochOneWithReplicasOnDistinctNodes() {
        List<ShardDescriptor> shards =
                TableLayout.of(new TableId(2), TablePolicy.DEFAULT, new ShardId(2), RING);
        assertThat(shards).extracting(ShardDescriptor::epoch).containsOnly(1L);
        assertThat(shards.getFirst().shard()).isEqualTo(new ShardId(2));
        assertThat(shards.getLast().shard()).isEqualTo(new ShardId(13));
        for (ShardDescriptor shard : shards) {
            assertThat(shard.members()).hasSize(3);
            assertThat(shard.members().stream().map(m -> m.node())).doesNotHaveDuplicates();
            assertThat(shard.configuration().voters()).hasSize(3);
        }
    }

    @Test
    void aRangeTableIsOneShardAtFirst() {
        TablePolicy policy =
                new TablePolicy(
                        "raft",
                        3,
                        1,
                        Partitioning.RANGE,
                        TablePolicy.DEFAULT.versionAge(),
                        TablePolicy.DEFAULT.consistency(),
                        TablePolicy.DEFAULT.floor());
        assertThat(TableLayout.of(new TableId(4), policy, new ShardId(30), RING))
                .singleElement()
                .satisfies(shard -> assertThat(shard.range()).isEqualTo(KeyRange.ALL));
    }
}
