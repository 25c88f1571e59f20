package io.capstan.storage.shard;

/// What became of a snapshot's chunk.
public sealed interface Installed {
    /// Its rows are in the batch; the next wanted is `number + 1`.
    record Progress(int number) implements Installed {}

    /// It was installed before; the last one installed is `number`.
    record Repeated(int number) implements Installed {}

    /// It was the last: with the batch the shard has the state at `index`. The host opens the shard
    /// anew, flushes the store, and resets the log.
    record Finished(long index, long term) implements Installed {}

    /// It changes nothing: older than what is applied, out of order, or not what it claims to be.
    record Refused(String reason) implements Installed {}
}
