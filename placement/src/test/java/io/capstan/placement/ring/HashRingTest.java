package io.capstan.placement.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HashRingTest {
    private static final int SHARDS = 10_000;

    @Test
    void theOrderInWhichNodesAreNamedDoesNotMatter() {
        List<RingNode> nodes = nodes(7, 3);
        HashRing ring = HashRing.of(nodes);
        Collections.reverse(nodes);
        HashRing reversed = HashRing.of(nodes);
        for (long shard = 1; shard <= 500; shard++)
            assertThat(reversed.owners(new ShardId(shard), 3))
                    .isEqualTo(ring.owners(new ShardId(shard), 3));
    }

    @Test
    void ownersAreDistinctAndAsManyAsThereCanBe() {
        for (int size = 0; size <= 6; size++)
            for (int wanted = 1; wanted <= 7; wanted++)
                for (long shard = 1; shard <= 50; shard++) {
                    List<NodeId> owners =
                            HashRing.of(nodes(size, 0)).owners(new ShardId(shard), wanted);
                    assertThat(owners).doesNotHaveDuplicates().hasSize(Math.min(wanted, size));
                }
    }

    @Test
    void ownersStandInDistinctZonesWhileThereAreAny() {
        for (int zones = 1; zones <= 4; zones++) {
            List<RingNode> nodes = nodes(8, zones);
            HashRing ring = HashRing.of(nodes);
            for (long shard = 1; shard <= 500; shard++) {
                TreeSet<String> used = new TreeSet<>();
                for (NodeId owner : ring.owners(new ShardId(shard), 3))
                    used.add(nodes.get((int) owner.value() - 1).zone());
                assertThat(used).hasSize(Math.min(3, zones));
            }
        }
    }

    @Test
    void everyNodeHoldsItsShare() {
        TreeMap<NodeId, Integer> held = new TreeMap<>();
        HashRing ring = HashRing.of(nodes(6, 0));
        for (long shard = 1; shard <= SHARDS; shard++)
            for (NodeId owner : ring.owners(new ShardId(shard), 3))
                held.merge(owner, 1, Integer::sum);
        assertThat(held).hasSize(6);
        for (int count : held.values())
            assertThat(count).isBetween(SHARDS * 4 / 10, SHARDS * 6 / 10);
    }

    @Test
    void aNewNodeTakesItsShareAndMovesNothingElse() {
        for (int size = 2; size <= 10; size++) {
            HashRing before = HashRing.of(nodes(size, 0));
            NodeId added = new NodeId(size + 1);
            HashRing after = before.plus(RingNode.of(added));
            int moved = 0;
            for (long shard = 1; shard <= SHARDS; shard++) {
                NodeId was = before.owners(new ShardId(shard), 1).getFirst();
                NodeId is = after.owners(new ShardId(shard), 1).getFirst();
                if (is.equals(was)) continue;
                assertThat(is).isEqualTo(added);
                moved++;
            }
            int share = SHARDS / (size + 1);
            assertThat(moved).isBetween(share * 7 / 10, share * 13 / 10);
        }
    }

    @Test
    void ofThreeCopiesAtMostOneMovesWhenANodeComesOrGoes() {
        HashRing before = HashRing.of(nodes(5, 0));
        HashRing after = before.plus(RingNode.of(new NodeId(6)));
        for (long shard = 1; shard <= SHARDS; shard++) {
            List<NodeId> were = new ArrayList<>(before.owners(new ShardId(shard), 3));
            were.removeAll(after.owners(new ShardId(shard), 3));
            assertThat(were).hasSizeLessThanOrEqualTo(1);
            assertThat(after.minus(new NodeId(6)).owners(new ShardId(shard), 3))
                    .isEqualTo(before.owners(new ShardId(shard), 3));
        }
    }

    @Test
    void aPointPastTheLastPlaceBelongsToTheFirst() {
        HashRing ring = HashRing.of(nodes(3, 0));
        assertThat(ring.owners(-1L, 1)).isEqualTo(ring.owners(0L, 1));
    }

    /// Nodes 1 to `size`, shuffled over `zones` zones (0: none known).
    private static List<RingNode> nodes(int size, int zones) {
        Randomness random = new Randomness(zones);
        List<RingNode> nodes = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            String zone = zones == 0 ? "" : "z" + (i <= zones ? i : 1 + random.below(zones));
            nodes.add(new RingNode(new NodeId(i), zone));
        }
        return nodes;
    }
}
