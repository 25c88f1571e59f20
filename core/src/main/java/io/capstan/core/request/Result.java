package io.capstan.core.request;

import io.capstan.core.Bytes;
import java.util.List;

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

    /// Rows found. `more` is the `after` of the scan that goes on, empty at the end.
    record Rows(List<Row> rows, Bytes more) implements Result {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /// The digest of so many rows: of their keys, values and versions in their order. `more` is the
    /// `after` of the page that follows, empty at the end.
    record Digested(long rows, Bytes hash, Bytes more) implements Result {}

    /// A deed of the shard is done: the shard's epoch after it.
    record Administered(long epoch) implements Result {}

    Result WRITTEN = new Written();
}
