package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.protocol.StateMachine;
import io.capstan.core.protocol.VersionedView;
import io.capstan.core.protocol.Writes;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What commands and queries mean: rows of keys and values, conditions on them, all or nothing.
///
/// An answer is bounded by [Query#MAX_ROWS], [Query#MAX_BYTES], and for scans by [#MAX_VISITED]
/// rows looked at; `more` then says where to go on: for a scan the last routing key looked at, for
/// a get the first key not answered.
public final class KvStateMachine implements StateMachine {
    /// The most rows a scan looks at, whether they match or not; then it answers what it has.
    static final int MAX_VISITED = 16_384;

    private final Partitioning partitioning;

    public KvStateMachine(Partitioning partitioning) {
        this.partitioning = partitioning;
    }

    @Override
    public Result apply(HybridTime stamp, Command command, VersionedView state, Writes out) {
        return switch (command) {
            case Command.Operation operation -> {
                for (Condition condition : operation.conditions()) {
                    Optional<Row> actual = state.get(condition.key());
                    if (!holds(condition, actual))
                        yield new Result.ConditionFailed(
                                condition.key(), actual.map(List::of).orElse(List.of()));
                }
                yield write(operation.mutations(), out);
            }
            case Command.Effects effects -> write(effects.mutations(), out);
        };
    }

    private static boolean holds(Condition condition, Optional<Row> actual) {
        return switch (condition) {
            case Condition.Exists exists -> actual.isPresent();
            case Condition.Absent absent -> actual.isEmpty();
            case Condition.ValueIs is ->
                    actual.isPresent() && actual.get().value().equals(is.value());
            case Condition.VersionIs is ->
                    actual.isPresent() && actual.get().version().equals(is.version());
        };
    }

    private static Result write(List<Mutation> mutations, Writes out) {
        for (Mutation mutation : mutations)
            switch (mutation) {
                case Mutation.Put put -> out.put(put.key(), put.value());
                case Mutation.Delete delete -> out.delete(delete.key());
            }
        return Result.WRITTEN;
    }

    @Override
    public Result read(Query query, VersionedView state) {
        return switch (query) {
            case Query.Get get -> get(get, state);
            case Query.Scan scan -> scan(scan, state);
            case Query.Digest digest -> new RowDigest(partitioning, digest).of(state);
        };
    }

    private static Result get(Query.Get get, VersionedView state) {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        for (Bytes key : get.keys()) {
            if (rows.size() == Query.MAX_ROWS || bytes >= Query.MAX_BYTES)
                return new Result.Rows(rows, key);
            Optional<Row> row = state.get(key);
            if (row.isEmpty()) continue;
            rows.add(row.get());
            bytes += weight(row.get());
        }
        return new Result.Rows(rows, Bytes.EMPTY);
    }

    private Result scan(Query.Scan scan, VersionedView state) {
        Gathering gathering = new Gathering(scan);
        Bytes after = scan.after();
        if (partitioning == Partitioning.RANGE && scan.from().compareTo(after) > 0) {
            // Rows lie in the order of their keys: begin at the first one wanted.
            after = scan.from();
            Optional<Row> first = state.get(after);
            if (first.isPresent() && !gathering.take(first.get())) return gathering.result();
        }
        state.scan(after, gathering::take);
        return gathering.result();
    }

    /// Collects the rows of a scan up to its bounds.
    private final class Gathering {
        private final Query.Scan scan;
        private final int limit;
        private final List<Row> rows = new ArrayList<>();
        private long bytes;
        private int visited;
        private Bytes more = Bytes.EMPTY;
        private Bytes last = Bytes.EMPTY;

        Gathering(Query.Scan scan) {
            this.scan = scan;
            limit = Math.max(1, Math.min(scan.limit(), Query.MAX_ROWS));
        }

        boolean take(Row row) {
            boolean full = rows.size() >= limit || bytes >= Query.MAX_BYTES;
            if (full || visited >= MAX_VISITED) {
                more = partitioning.routingKey(last);
                return false;
            }
            if (isPastTheEnd(row.key())) return false;
            visited++;
            last = row.key();
            if (row.key().compareTo(scan.from()) < 0 || isAfterUntil(row.key())) return true;
            rows.add(row);
            bytes += weight(row);
            return true;
        }

        private boolean isAfterUntil(Bytes key) {
            return !scan.until().isEmpty() && key.compareTo(scan.until()) >= 0;
        }

        private boolean isPastTheEnd(Bytes key) {
            return partitioning == Partitioning.RANGE && isAfterUntil(key);
        }

        Result result() {
            return new Result.Rows(rows, more);
        }
    }

    private static int weight(Row row) {
        return row.key().length() + row.value().length();
    }
}
