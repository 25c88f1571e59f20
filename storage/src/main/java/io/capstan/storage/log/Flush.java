package io.capstan.storage.log;

/// How the writing of a batch went.
public enum Flush {
    /// There was nothing to write.
    NOTHING,
    WRITTEN,
    /// The disk is full; the batch was written into the reserve. New entries should be refused
    /// until [NodeLog#isFull] says otherwise.
    WRITTEN_INTO_RESERVE,
    /// The disk is full and the reserve is used up: nothing was written, the batch waits and is
    /// tried again by the next flush.
    FULL,
    /// The device failed: this log never writes again, the node must stop.
    FAILED
}
