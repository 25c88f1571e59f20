package io.capstan.core.catalog;

import io.capstan.core.id.NodeId;
import java.util.Optional;

/// A long piece of work on the cluster, as its row `job/<id>` says it: begun by a request, carried
/// on by whichever node leads the system group, and over when the row says so.
///
/// How far it is stands in the rows of the shards: what is left to do are those that name `node`.
/// `detail` says, for people, what it waits for or how it ended; it may be empty.
public record JobEntry(long id, Work work, State state, String detail) {
    /// What is to be done.
    public sealed interface Work {
        /// The node that is to hold nothing in the end, and is struck then.
        NodeId node();

        /// Where everything goes; empty where the placement decides for each shard.
        Optional<NodeId> target();

        /// Everything of `node` goes to `replacement`.
        record Replace(NodeId node, NodeId replacement) implements Work {
            @Override
            public Optional<NodeId> target() {
                return Optional.of(replacement);
            }
        }

        /// Everything of `node` goes where the placement wants it.
        record Remove(NodeId node) implements Work {
            @Override
            public Optional<NodeId> target() {
                return Optional.empty();
            }
        }
    }

    public enum State {
        RUNNING,
        /// The node is struck.
        DONE,
        /// It was given up; what had moved by then stays where it is.
        FAILED
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public JobEntry with(State next, String why) {
        return new JobEntry(id, work, next, why);
    }
}
