package io.capstan.core.request;

import io.capstan.core.Bytes;
import io.capstan.core.id.ShardId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the state machine answers.
public sealed interface Result {
    /// The command took effect.
    record Written() implements Result {}

    /// A condition did not hold and nothing changed; `actual` is that key's row, empty where it has
    /// none.
    record ConditionFailed(Bytes key, List<Row> actual) implements Result {
        public ConditionFailed {
            actual = List.copyOf(actual);
        }
    }

    /// Rows found. `more` is the `after` of the scan that goes on, empty at the end. `passed`: of a
    /// scan over several shards, those read before the one that the outcome names, and how far each
    /// had applied its log; beyond [SessionToken#MAX_POSITIONS] the lowest ids go.
    record Rows(List<Row> rows, Bytes more, SortedMap<ShardId, Long> passed) implements Result {
        public Rows {
            rows = List.copyOf(rows);
            passed = Collections.unmodifiableSortedMap(new TreeMap<>(passed));
        }

        /// Of one shard.
        public Rows(List<Row> rows, Bytes more) {
            this(rows, more, new TreeMap<>());
        }
    }

    /// The digest of so many rows: of their keys, values and versions in their order. `more` is the
    /// `after` of the page that follows, empty at the end.
    record Digested(long rows, Bytes hash, Bytes more) implements Result {}

    /// A deed of the shard is done: the shard's epoch after it.
    record Administered(long epoch) implements Result {}

    Result WRITTEN = new Written();
}
