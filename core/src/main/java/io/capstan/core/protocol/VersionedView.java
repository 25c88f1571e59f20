package io.capstan.core.protocol;

import io.capstan.core.Bytes;
import io.capstan.core.request.Row;
import java.util.Optional;
import java.util.function.Predicate;

/// The newest versions of a shard's rows, with the writes of the running batch already visible.
public interface VersionedView {
    Optional<Row> get(Bytes key);

    /// Hands rows with routing keys after `after` (empty: from the first) to `visitor`, ascending
    /// by routing key, until it returns false.
    void scan(Bytes after, Predicate<Row> visitor);
}
