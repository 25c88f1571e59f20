package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.request.Command;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.node.catalog.Catalog;
import io.capstan.storage.shard.ShardStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The map as the replica of the system group here has applied it: read whole where the state is
/// new, then key by key as commands change it.
final class SystemTable {
    private final Catalog catalog;

    SystemTable(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Reads everything; a table without rows has not been founded yet and says nothing.
    void load(ShardStore system) {
        SortedMap<Bytes, Bytes> rows = new TreeMap<>();
        Bytes after = Bytes.EMPTY;
        do {
            Query page = new Query.Scan(Bytes.EMPTY, Bytes.EMPTY, Query.MAX_ROWS, after);
            if (!(system.read(page) instanceof Outcome.Done done)
                    || !(done.result() instanceof Result.Rows found)) return;
            for (Row row : found.rows()) rows.put(row.key(), row.value());
            after = found.more();
        } while (!after.isEmpty());
        if (!rows.isEmpty()) catalog.learnAll(rows, system.appliedIndex());
    }

    /// A command has been carried out: the rows that it names are looked at again. (A repeated
    /// command changes nothing, so that its mutations say nothing.)
    void applied(ShardStore system, Command command) {
        List<Mutation> mutations =
                switch (command) {
                    case Command.Operation operation -> operation.mutations();
                    case Command.Effects effects -> effects.mutations();
                };
        for (Mutation mutation : mutations) learn(system, mutation.key());
    }

    private void learn(ShardStore system, Bytes key) {
        Query get = new Query.Get(List.of(key));
        if (system.read(get) instanceof Outcome.Done done
                && done.result() instanceof Result.Rows found) {
            Optional<Bytes> value = found.rows().stream().map(Row::value).findFirst();
            catalog.learn(key, value, system.appliedIndex());
        }
    }
}
