package io.capstan.core.log;

/// What a replica fetches from its own log or state.
public sealed interface Wanted {
    /// Entries from index `from` up to but without `until`, at most `maxBytes` of them by weight
    /// but at least one.
    record Entries(long from, long until, int maxBytes) implements Wanted {}

    /// The part `number` of a snapshot of the state. Part 0 takes a new snapshot of the newest
    /// applied state; later parts name the snapshot by its index. The host may have given an idle
    /// snapshot up: then the answer is [Answer.Missing] and the stream begins anew with part 0.
    record Chunk(long index, int number) implements Wanted {}

    /// A digest of the applied state, to compare replicas at one position.
    record Digest() implements Wanted {}
}
