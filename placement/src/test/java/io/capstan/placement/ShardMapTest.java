package io.capstan.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Row;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.placement.ring.HashRing;
import io.capstan.placement.ring.RingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShardMapTest {
    private static final TableEntry CARTS =
            new TableEntry(new TableId(2), "carts", TablePolicy.DEFAULT);
    private static final TableEntry USERS =
            new TableEntry(new TableId(3), "users", TablePolicy.DEFAULT);
    private static final HashRing RING =
            HashRing.of(
                    LongStream.rangeClosed(1, 5)
                            .mapToObj(i -> RingNode.of(new NodeId(i)))
                            .toList());

    private final List<ShardDescriptor> carts =
            TableLayout.of(CARTS.id(), CARTS.policy(), new ShardId(2), RING);
    private final List<ShardDescriptor> users =
            TableLayout.of(USERS.id(), USERS.policy(), new ShardId(14), RING);
    private final ShardMap map = ShardMap.ofRows(41, rows());

    @Test
    void aLayoutIsBornAtEpochOneWithReplicasOnDistinctNodes() {
        assertThat(carts).extracting(ShardDescriptor::epoch).containsOnly(1L);
        assertThat(carts.getFirst().shard()).isEqualTo(new ShardId(2));
        assertThat(carts.getLast().shard()).isEqualTo(new ShardId(13));
        for (ShardDescriptor shard : carts) {
            assertThat(shard.members()).hasSize(3);
            assertThat(shard.members().stream().map(m -> m.node())).doesNotHaveDuplicates();
            assertThat(shard.configuration().voters()).hasSize(3);
        }
    }

    @Test
    void theRowsOfTheCatalogMakeTheMap() {
        assertThat(map.version()).isEqualTo(41);
        assertThat(map.table("carts")).contains(CARTS);
        assertThat(map.table(new TableId(3))).contains(USERS);
        assertThat(map.table("nobody")).isEmpty();
        assertThat(map.tables()).containsExactly(CARTS, USERS);
        assertThat(map.shards(CARTS.id())).isEqualTo(carts);
        assertThat(map.node(new NodeId(4))).contains(new NodeEntry(new NodeId(4), "n4", "h:4"));
        assertThat(map.nodes()).hasSize(5);
    }

    @Test
    void everyKeyIsFoundInTheShardOfItsTableWhoseRangeHoldsIt() {
        for (int i = 0; i < 1_000; i++) {
            Bytes key = Bytes.utf8("key-" + i);
            ShardDescriptor found = map.locateKey(USERS.id(), key).orElseThrow();
            assertThat(found.table()).isEqualTo(USERS.id());
            assertThat(found.range().contains(Partitioning.HASH.routingKey(key))).isTrue();
        }
        assertThat(map.locateKey(new TableId(9), Bytes.EMPTY)).isEmpty();
    }

    @Test
    void aHoleInTheMapIsNoShard() {
        ShardDescriptor gone = carts.get(5);
        List<Row> rows = rows();
        rows.removeIf(row -> row.key().equals(CatalogKeys.shard(gone.shard())));
        ShardMap holed = ShardMap.ofRows(1, rows);
        assertThat(holed.locate(CARTS.id(), gone.range().from())).isEmpty();
        assertThat(holed.locate(CARTS.id(), gone.range().until())).contains(carts.get(6));
    }

    @Test
    void anEpochOnlyRises() {
        ShardDescriptor old = carts.get(3);
        ShardDescriptor next = old.with(old.members(), old.configuration());
        ShardMap learned = map.with(next);
        assertThat(learned.shard(old.shard())).contains(next);
        assertThat(learned.locate(CARTS.id(), old.range().from())).contains(next);
        assertThat(learned.with(old)).isSameAs(learned);
        assertThat(map.shard(old.shard())).contains(old);
    }

    @Test
    void aNodesShardsAreThoseThatNameIt() {
        for (long node = 1; node <= 5; node++) {
            NodeId id = new NodeId(node);
            assertThat(map.shardsOn(id))
                    .containsExactlyElementsOf(
                            map.shards().stream()
                                    .filter(s ->
                                            s.members().stream().anyMatch(m -> m.node().equals(id)))
                                    .toList());
        }
    }

    @Test
    void aRowThatIsNotWhatItsKeySaysIsMalformed() {
        Row broken = row(CatalogKeys.shard(new ShardId(2)), Bytes.utf8("?"));
        assertThatThrownBy(() -> ShardMap.ofRows(1, List.of(broken))).isInstanceOf(Malformed.class);
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

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (TableEntry table : List.of(CARTS, USERS))
            rows.add(row(CatalogKeys.table(table.name()), TableEntryCodec.INSTANCE.encode(table)));
        List<ShardDescriptor> shards = new ArrayList<>(carts);
        shards.addAll(users);
        for (ShardDescriptor shard : shards)
            rows.add(row(CatalogKeys.shard(shard.shard()), DescriptorCodec.INSTANCE.encode(shard)));
        for (long i = 1; i <= 5; i++) {
            NodeEntry node = new NodeEntry(new NodeId(i), "n" + i, "h:" + i);
            rows.add(row(CatalogKeys.node(node.id()), NodeEntryCodec.INSTANCE.encode(node)));
        }
        rows.add(row(CatalogKeys.NEXT_SHARD, Bytes.ofLong(26)));
        return rows;
    }

    private static Row row(Bytes key, Bytes value) {
        return new Row(key, value, HybridTime.ZERO);
    }
}
