package io.capstan.storage.log;

import io.capstan.core.log.Entry;
import java.util.List;

/// What came of reading a replica's entries.
public sealed interface EntriesRead {
    /// At least one, consecutive.
    record Found(List<Entry> entries) implements EntriesRead {}

    /// The first one asked for is compacted, or after the end.
    record Missing(String reason) implements EntriesRead {}

    /// What lies there is not what was written: the replica must stop.
    record Rotten(String reason) implements EntriesRead {}
}
