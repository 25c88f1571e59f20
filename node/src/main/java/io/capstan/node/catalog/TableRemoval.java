package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The end of a table as one conditional change of the system table: the table's row and the rows
/// of all its shards go, if the table is still the one that the map knows.
///
/// A pure function of the map and the name.
record TableRemoval(TableEntry table, List<Condition> conditions, List<Mutation> mutations)
        implements ClusterDeed {
    TableRemoval {
        conditions = List.copyOf(conditions);
        mutations = List.copyOf(mutations);
    }

    /// Why the table cannot be dropped by what is known here; empty where it can.
    static Optional<Outcome.Refused> refusal(Catalog catalog, String name) {
        Optional<TableEntry> table = catalog.table(name);
        if (table.isEmpty())
            return refused(
                    ErrorCode.NO_LEADER,
                    "the map that this node knows has no table '"
                            + name
                            + "'; if it was made just now, try again soon");
        if (table.get().id().equals(TableId.SYSTEM))
            return refused(ErrorCode.SYSTEM_TABLE, "the system table holds the cluster together");
        int known = catalog.shardsOf(table.get().id()).size();
        if (known < table.get().policy().shards())
            return refused(
                    ErrorCode.NO_LEADER,
                    "this node knows "
                            + known
                            + " of the "
                            + table.get().policy().shards()
                            + " shards of '"
                            + name
                            + "'; try again soon");
        return Optional.empty();
    }

    static TableRemoval of(Catalog catalog, String name) {
        TableEntry table = catalog.table(name).orElseThrow();
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(new Mutation.Delete(CatalogKeys.table(name)));
        for (ShardDescriptor shard : catalog.shardsOf(table.id()).values())
            mutations.add(new Mutation.Delete(CatalogKeys.shard(shard.shard())));
        return new TableRemoval(
                table,
                List.of(
                        new Condition.Exists(CatalogKeys.CLUSTER_VERSION),
                        SystemCalls.unchanged(catalog, CatalogKeys.table(name))),
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
        if (!changed.equals(key()) || actual.isPresent()) return Optional.empty();
        return refused(
                ErrorCode.UNKNOWN_TABLE, "there is no table '" + table.name() + "' any more");
    }

    private static Optional<Outcome.Refused> refused(ErrorCode code, String message) {
        return Optional.of(new Outcome.Refused(code, message));
    }
}
