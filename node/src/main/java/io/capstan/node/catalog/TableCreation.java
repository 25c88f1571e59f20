package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.placement.TableLayout;
import io.capstan.placement.ring.HashRing;
import io.capstan.placement.ring.RingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A new table as one conditional change of the system table: the table's row, the rows of all its
/// shards, and the counters of free ids, if none of them has changed since the map was read.
///
/// A pure function of the map, the name, the policy and the nodes that may hold shards.
public record TableCreation(
        TableEntry table, List<Condition> conditions, List<Mutation> mutations) {
    /// The most shards that a table begins with, so that its creation is one command.
    public static final int MAX_SHARDS = 1_000;

    /// The longest name, in characters.
    public static final int MAX_NAME = 64;

    public TableCreation {
        conditions = List.copyOf(conditions);
        mutations = List.copyOf(mutations);
    }

    /// Why there can be no such table; empty where there can. `protocols`: the names of those that
    /// exist.
    public static Optional<Outcome.Refused> refusal(
            String name, TablePolicy policy, List<String> protocols, int nodes) {
        if (!isName(name))
            return refused(
                    ErrorCode.MALFORMED,
                    "a table cannot be called '"
                            + name
                            + "'; begin with a letter, go on with letters, digits and _, at most "
                            + MAX_NAME
                            + " in all");
        if (!protocols.contains(policy.replication()))
            return refused(
                    ErrorCode.IMPOSSIBLE_POLICY,
                    "replication='"
                            + policy.replication()
                            + "' does not exist; the nearest is replication='"
                            + protocols.getFirst()
                            + "'");
        if (policy.shards() > MAX_SHARDS)
            return refused(
                    ErrorCode.IMPOSSIBLE_POLICY,
                    policy.shards()
                            + " shards are too many to begin with; use at most "
                            + MAX_SHARDS);
        if (policy.partitioning() == Partitioning.RANGE && policy.shards() > 1)
            return refused(
                    ErrorCode.IMPOSSIBLE_POLICY,
                    "a range table cannot know where to cut its keys before it has any; use shards=1");
        if (policy.replicas() > nodes)
            return refused(
                    ErrorCode.NOT_ENOUGH_NODES,
                    policy.replicas()
                            + " replicas need as many nodes, "
                            + (policy.replicas() - nodes)
                            + " more than there are; add nodes or use replicas="
                            + nodes);
        return Optional.empty();
    }

    public static TableCreation of(
            Catalog catalog, String name, TablePolicy policy, Collection<NodeId> nodes) {
        TableId table = new TableId(next(catalog, CatalogKeys.NEXT_TABLE));
        ShardId first = new ShardId(next(catalog, CatalogKeys.NEXT_SHARD));
        HashRing ring = HashRing.of(nodes.stream().map(RingNode::of).toList());
        TableEntry entry = new TableEntry(table, name, policy);
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(
                new Mutation.Put(CatalogKeys.table(name), TableEntryCodec.INSTANCE.encode(entry)));
        for (ShardDescriptor shard : TableLayout.of(table, policy, first, ring))
            mutations.add(
                    new Mutation.Put(
                            CatalogKeys.shard(shard.shard()),
                            DescriptorCodec.INSTANCE.encode(shard)));
        mutations.add(new Mutation.Put(CatalogKeys.NEXT_TABLE, Bytes.ofLong(table.value() + 1)));
        mutations.add(
                new Mutation.Put(
                        CatalogKeys.NEXT_SHARD, Bytes.ofLong(first.value() + policy.shards())));
        return new TableCreation(
                entry,
                List.of(
                        new Condition.Exists(CatalogKeys.CLUSTER_VERSION),
                        new Condition.Absent(CatalogKeys.table(name)),
                        SystemCalls.unchanged(catalog, CatalogKeys.NEXT_TABLE),
                        SystemCalls.unchanged(catalog, CatalogKeys.NEXT_SHARD)),
                mutations);
    }

    private static long next(Catalog catalog, Bytes key) {
        return catalog.row(key)
                .filter(row -> row.length() == Long.BYTES)
                .map(row -> row.longAt(0))
                .orElse(2L);
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) return false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) return false;
        }
        return true;
    }

    private static Optional<Outcome.Refused> refused(ErrorCode code, String message) {
        return Optional.of(new Outcome.Refused(code, message));
    }
}
