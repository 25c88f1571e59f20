package io.capstan.node.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Mutation;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.node.harness.MemoryDisk;
import io.capstan.node.identity.Founding;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Founding FOUNDING =
            new Founding(
                    new ClusterId(1),
                    List.of(
                            new NodeEntry(new NodeId(1), "n1", "a"),
                            new NodeEntry(new NodeId(2), "n2", "b"),
                            new NodeEntry(new NodeId(3), "n3", "c")));

    private final Catalog catalog = new Catalog();

    CatalogTest() {
        catalog.learnAll(FoundingRows.of(FOUNDING), 5);
    }

    private TableCreation create(String name) {
        TableCreation creation =
                TableCreation.of(
                        catalog,
                        name,
                        TablePolicy.DEFAULT,
                        catalog.nodes().stream().map(NodeEntry::id).toList());
        for (Mutation mutation : creation.mutations())
            catalog.learn(mutation.key(), Optional.of(((Mutation.Put) mutation).value()), 6);
        return creation;
    }

    @Test
    void theShardsOfANewTableCoverTheHashSpaceWithoutGaps() {
        TableId table = create("carts").table().id();
        Bytes at = Bytes.EMPTY;
        for (ShardDescriptor shard : catalog.shardsOf(table).values()) {
            assertThat(shard.range().from()).isEqualTo(at);
            at = shard.range().until();
        }

        assertThat(at).isEqualTo(Bytes.EMPTY);
        assertThat(catalog.shardsOf(table)).hasSize(TablePolicy.DEFAULT.shards());
    }

    @Test
    void everyKeyIsFoundInTheShardOfItsTableWhoseRangeHoldsIt() {
        create("carts");
        TableId users = create("users").table().id();
        for (int i = 0; i < 1_000; i++) {
            Bytes routingKey = Partitioning.HASH.routingKey(Bytes.utf8("key-" + i));
            ShardDescriptor found = catalog.shardAt(users, routingKey).orElseThrow();
            assertThat(found.table()).isEqualTo(users);
            assertThat(found.range().contains(routingKey)).isTrue();
        }
        assertThat(catalog.shardAt(new TableId(99), Bytes.EMPTY)).isEmpty();
    }

    @Test
    void aHoleInTheMapIsNoShard() {
        TableId table = create("carts").table().id();
        List<ShardDescriptor> shards = List.copyOf(catalog.shardsOf(table).values());
        ShardDescriptor gone = shards.get(5);
        catalog.learn(CatalogKeys.shard(gone.shard()), Optional.empty(), 7);

        assertThat(catalog.shardAt(table, gone.range().from())).isEmpty();
        assertThat(catalog.shardAt(table, gone.range().until())).contains(shards.get(6));
    }

    @Test
    void twoTablesShareNoId() {
        TableCreation one = create("one");
        TableCreation two = create("two");

        assertThat(one.table().id()).isNotEqualTo(two.table().id());
        assertThat(catalog.shards()).hasSize(1 + 2 * TablePolicy.DEFAULT.shards());
    }

    @Test
    void aShardsRowNeverGoesBackToAnOlderEpoch() {
        ShardDescriptor first = catalog.shard(ShardId.SYSTEM).orElseThrow();
        ShardDescriptor second = first.with(first.members(), first.configuration());
        catalog.learn(
                CatalogKeys.shard(ShardId.SYSTEM),
                Optional.of(DescriptorCodec.INSTANCE.encode(second)),
                7);
        catalog.learn(
                CatalogKeys.shard(ShardId.SYSTEM),
                Optional.of(DescriptorCodec.INSTANCE.encode(first)),
                8);

        assertThat(catalog.shard(ShardId.SYSTEM).orElseThrow().epoch()).isEqualTo(2);
        assertThat(catalog.version()).isEqualTo(8);
    }

    @Test
    void anOlderMapAsAWholeIsIgnored() {
        catalog.learnAll(new TreeMap<>(), 4);

        assertThat(catalog.nodes()).hasSize(3);
    }

    @Test
    void aRowThatMakesNoSenseMeansNothing() {
        catalog.learn(CatalogKeys.table("odd"), Optional.of(Bytes.utf8("?")), 6);

        assertThat(catalog.table("odd")).isEmpty();
        assertThat(catalog.nodes()).hasSize(3);
    }

    @Test
    void whatATableCanGiveFollowsItsNewestPolicy() {
        TableEntry made = create("carts").table();
        assertThat(catalog.guarantees(made.id()).flatMap(g -> g.policy().floor())).isEmpty();
        TablePolicy usual = made.policy();
        TablePolicy strict =
                new TablePolicy(
                        usual.replication(),
                        usual.replicas(),
                        usual.shards(),
                        usual.partitioning(),
                        usual.versionAge(),
                        usual.consistency(),
                        Optional.of(Consistency.CAUSAL));
        TableEntry altered = new TableEntry(made.id(), "carts", strict);
        catalog.learn(
                CatalogKeys.table("carts"),
                Optional.of(TableEntryCodec.INSTANCE.encode(altered)),
                7);

        assertThat(catalog.guarantees(made.id()).flatMap(g -> g.policy().floor()))
                .contains(Consistency.CAUSAL);
        catalog.learn(CatalogKeys.table("carts"), Optional.empty(), 8);
        assertThat(catalog.guarantees(made.id())).isEmpty();
    }

    @Test
    void theMapOnDiskIsReadBackAsItWas() {
        create("carts");
        MemoryDisk disk = new MemoryDisk();
        new CatalogFile(disk).save(catalog);
        Catalog again = new Catalog();
        new CatalogFile(disk).load(again);

        assertThat(again.rows()).isEqualTo(catalog.rows());
        assertThat(again.version()).isEqualTo(catalog.version());
        assertThat(again.table("carts")).isEqualTo(catalog.table("carts"));
    }

    /// A replica of the system group that was removed holds an older state of the table, and reads
    /// it whole after a restart.
    @Test
    void aNodeThatIsGoneStaysGoneWhateverOlderStateIsRead() {
        NodeEntry gone = new NodeEntry(new NodeId(3), "n3", "c");
        Bytes row = NodeEntryCodec.INSTANCE.encode(gone);
        catalog.learn(CatalogKeys.gone(gone.id()), Optional.of(row), 6);

        catalog.learnAll(FoundingRows.of(FOUNDING), 7);

        assertThat(catalog.isGone(gone.id())).isTrue();
        assertThat(catalog.nameOf(gone.id())).isEqualTo("n3");
        assertThat(catalog.rows()).containsKey(CatalogKeys.gone(gone.id()));
    }
}
