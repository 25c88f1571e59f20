package io.capstan.core.request;

import io.capstan.core.Bytes;
import java.util.List;

/// A question about a shard's state. Answers are bounded in rows and bytes; what is left out is
/// reached through a continuation.
public sealed interface Query extends Ask {
    /// The most rows in one answer.
    int MAX_ROWS = 4096;

    /// The most bytes of keys and values in one answer; one row is always given.
    int MAX_BYTES = 1 << 20;

    /// The values of these keys; absent keys give no row.
    record Get(List<Bytes> keys) implements Query {
        public Get {
            keys = List.copyOf(keys);
        }
    }

    /// Rows with keys in [from, until) (empty `until`: no bound), in the order of the shard's
    /// routing keys, at most `limit` of them, starting after the routing key `after` (empty: at the
    /// beginning).
    record Scan(Bytes from, Bytes until, int limit, Bytes after) implements Query {}
}
