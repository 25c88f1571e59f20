package io.capstan.server.telemetry;

import io.capstan.core.actor.Address;
import io.capstan.core.trace.TraceContext;

/// One stretch of a traced request's way through a node: a piece of work, or a wait.
///
/// - `context`: the trace, and this span's own number; `parent`: the span that it is a part of.
/// - `where`: the replica, or the node whose router it was.
/// - `startMicros`, `tookMicros`: by the wall clock of the node's machine, since 1970.
/// - `ended`: false where the end has not been seen: it took at least so long as the last sighting
///   says.
record Span(
        Kind kind,
        TraceContext context,
        long parent,
        Address where,
        long startMicros,
        long tookMicros,
        boolean ended,
        String detail) {
    /// What a span is of. The words are what people see.
    enum Kind {
        /// From the client's request coming in to its outcome leaving.
        REQUEST(1, "request"),
        /// From asking a replica to hearing from it.
        ASK(2, "ask"),
        /// From a replica being put the request to its outcome leaving.
        SERVE(3, "serve"),
        /// Until the entry is in the log.
        APPEND(4, "append"),
        /// Until the entry is durable here.
        FSYNC(5, "fsync"),
        /// Until the replica knows the entry as committed.
        COMMIT(6, "commit"),
        /// Until the entry has taken effect.
        APPLY(7, "apply"),
        /// As the client says: from its sending the request to its having the outcome.
        CLIENT(8, "client");

        private final int number;
        private final String word;

        Kind(int number, String word) {
            this.number = number;
            this.word = word;
        }

        /// Tells spans of different kinds with one beginning apart.
        int number() {
            return number;
        }

        String word() {
            return word;
        }
    }
}
