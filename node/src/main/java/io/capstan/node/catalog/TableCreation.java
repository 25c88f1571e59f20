package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.PolicyOptions;
import io.capstan.core.consistency.PolicyVerdict;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Limits;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
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
public record TableCreation(TableEntry table, List<Condition> conditions, List<Mutation> mutations)
        implements ClusterDeed {
    public TableCreation {
        conditions = List.copyOf(conditions);
        mutations = List.copyOf(mutations);
    }

    /// Why there can be no such table; empty where there can. `protocols`: the names of those that
    /// exist.
    public static Optional<Outcome.Refused> refusal(
            String name, TablePolicy policy, List<String> protocols, int nodes) {
        Optional<Outcome.Refused> misnamed = Limits.nameRefusal(name);
        if (misnamed.isPresent()) return misnamed;
        if (!protocols.contains(policy.replication()))
            return refused(
                    ErrorCode.IMPOSSIBLE_POLICY,
                    "replication='"
                            + policy.replication()
                            + "' does not exist; the nearest is replication='"
                            + protocols.getFirst()
                            + "'");
        if (PolicyOptions.read(PolicyOptions.print(policy))
                instanceof PolicyVerdict.Refused(String reason, String nearest))
            return refused(
                    ErrorCode.IMPOSSIBLE_POLICY, reason + "; the nearest possible is " + nearest);
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
                        SystemCalls.unchanged(catalog, CatalogKeys.NEXT_SHARD),
                        // A job that has begun meanwhile may be emptying one of these nodes.
                        SystemCalls.unchanged(catalog, CatalogKeys.NEXT_JOB)),
                mutations);
    }

    @Override
    public Bytes key() {
        return CatalogKeys.table(table.name());
    }

    @Override
    public Bytes value() {
        return TableEntryCodec.INSTANCE.encode(table);
    }

    @Override
    public Optional<Outcome.Refused> refusalSince(Bytes changed, Optional<Bytes> actual) {
        if (!changed.equals(key())) return Optional.empty();
        return refused(
                ErrorCode.TABLE_EXISTS,
                "there is a table '" + table.name() + "' already; use another name");
    }

    private static long next(Catalog catalog, Bytes key) {
        return catalog.row(key)
                .filter(row -> row.length() == Long.BYTES)
                .map(row -> row.longAt(0))
                .orElse(2L);
    }

    private static Optional<Outcome.Refused> refused(ErrorCode code, String message) {
        return Optional.of(new Outcome.Refused(code, message));
    }
}
