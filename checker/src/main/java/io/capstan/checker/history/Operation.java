package io.capstan.checker.history;

/// One operation of a history, put together for people; the engines read the columns of [History].
///
/// @param index number of the operation in its history, by order of invocation, from 0
/// @param process the client's logical thread
/// @param first what was read or written, or what a compare-and-set expected
/// @param second what a compare-and-set sets; nil for other kinds
/// @param invoked number of the invoking event
/// @param completed number of the completing event, or [History#NEVER]
public record Operation(
        int index,
        Value process,
        Kind kind,
        Value key,
        Value first,
        Value second,
        Outcome outcome,
        int invoked,
        int completed) {

    /// What it did: `read 3`, `write 3`, `cas 3 -> 4`, `read ?` where nobody knows what it read.
    public String deed() {
        return switch (kind) {
            case READ -> outcome == Outcome.OK ? "read " + first : "read ?";
            case WRITE -> "write " + first;
            case CAS -> "cas " + first + " -> " + second;
        };
    }
}
