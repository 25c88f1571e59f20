package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.node.identity.Founding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a founding means: the rows with which the system table begins. Every founder derives the
/// same ones, so that the system group can form before anything is replicated; its first leader
/// then writes them into the table.
public final class FoundingRows {
    /// The name of the system table; no other table may have it.
    public static final String SYSTEM_NAME = "system";

    /// The format version from which a new cluster may go on.
    public static final long FIRST_CLUSTER_VERSION = 1;

    private static final long FIRST_FREE_TABLE = 2;
    private static final long FIRST_FREE_SHARD = 2;

    private FoundingRows() {}

    public static SortedMap<Bytes, Bytes> of(Founding founding) {
        SortedMap<Bytes, Bytes> rows = new TreeMap<>();
        for (NodeEntry node : founding.founders())
            rows.put(CatalogKeys.node(node.id()), NodeEntryCodec.INSTANCE.encode(node));
        rows.put(
                CatalogKeys.shard(ShardId.SYSTEM),
                DescriptorCodec.INSTANCE.encode(systemShard(founding)));
        rows.put(
                CatalogKeys.table(SYSTEM_NAME),
                TableEntryCodec.INSTANCE.encode(systemTable(founding)));
        rows.put(CatalogKeys.NEXT_TABLE, Bytes.ofLong(FIRST_FREE_TABLE));
        rows.put(CatalogKeys.NEXT_SHARD, Bytes.ofLong(FIRST_FREE_SHARD));
        rows.put(CatalogKeys.CLUSTER_VERSION, Bytes.ofLong(FIRST_CLUSTER_VERSION));
        return rows;
    }

    /// The system group as it is founded: epoch 1, replicas 1 to n.
    public static ShardDescriptor systemShard(Founding founding) {
        List<Member> members = new ArrayList<>();
        for (NodeId node : founding.systemNodes())
            members.add(new Member(new ReplicaId(members.size() + 1), node));
        return new ShardDescriptor(
                ShardId.SYSTEM,
                TableId.SYSTEM,
                Partitioning.RANGE,
                KeyRange.ALL,
                1,
                members,
                Configuration.ofVoters(members.stream().map(Member::replica).toList()));
    }

    private static TableEntry systemTable(Founding founding) {
        return new TableEntry(
                TableId.SYSTEM,
                SYSTEM_NAME,
                new TablePolicy(
                        "raft",
                        founding.systemNodes().size(),
                        1,
                        Partitioning.RANGE,
                        Duration.ofMinutes(10),
                        Consistency.LINEARIZABLE,
                        Optional.empty()));
    }
}
