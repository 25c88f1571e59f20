package io.capstan.core.request;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.time.HybridTime;
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

    /// A digest of the rows that `replica` itself holds as of the time `at`: at most `limit` of
    /// them, in the order of their routing keys, after the routing key `after` (empty: from the
    /// first). The request names the shard; its level counts for nothing.
    ///
    /// Never answered by another replica, and only once the one asked knows of everything stamped
    /// at or before `at`: so two replicas of a shard that were asked the same give the same answer,
    /// page for page, or one of them has lost or gained something. What is not known in time is
    /// refused with `CAP-1201`, a time whose versions may be gone already with `CAP-1202`.
    record Digest(ReplicaId replica, HybridTime at, Bytes after, int limit) implements Query {}
}
