package io.capstan.core.log;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.shard.ShardDescriptor;
import java.util.List;
import java.util.Optional;

/// All that a replica knows after a restart; it is rebuilt from this alone.
///
/// - `hardState`: the last one persisted; empty for a replica that never persisted one.
/// - `previousIndex`, `previousTerm`: the entry before the log's first (0, 0 at the very
///   beginning).
/// - `terms`: for every term in the log its first index, ascending; empty for an empty log.
/// - `lastIndex`: the log's last entry, or `previousIndex` where it is empty.
/// - `appliedIndex`, `appliedTerm`: what the store holds; between `previousIndex` and `lastIndex`.
/// - `descriptor`: the one in the store, in force at `appliedIndex`.
/// - `configurations`: the CONFIGURATION entries after `appliedIndex`, ascending: in force from
///   append.
/// - `unfinished`: the last chunk of an unfinished snapshot that is installed durably, without its
///   data.
/// - `founding`: the replica has just been made together with its group and never ran: it may vote
///   at once.
public record Recovered(
        ReplicaId replica,
        Optional<Bytes> hardState,
        long previousIndex,
        long previousTerm,
        List<TermStart> terms,
        long lastIndex,
        long appliedIndex,
        long appliedTerm,
        ShardDescriptor descriptor,
        List<Entry> configurations,
        Optional<SnapshotChunk> unfinished,
        boolean founding) {
    public Recovered {
        terms = List.copyOf(terms);
        configurations = List.copyOf(configurations);
    }

    /// The first index of a term.
    public record TermStart(long term, long index) {}
}
