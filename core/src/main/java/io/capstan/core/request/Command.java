package io.capstan.core.request;

import java.util.List;

/// A change of a shard's state, as it travels through the log. All keys lie in one shard.
public sealed interface Command extends Ask {
    /// The most mutations and conditions together in one command; more is refused with `CAP-1404`.
    int MAX_PARTS = 1024;

    RequestTag tag();

    /// Evaluated when applied: if all conditions hold, all mutations take effect at once, in order;
    /// else none does.
    record Operation(RequestTag tag, List<Condition> conditions, List<Mutation> mutations)
            implements Command {
        public Operation {
            conditions = List.copyOf(conditions);
            mutations = List.copyOf(mutations);
        }
    }

    /// Evaluated at the leader already: takes effect as it stands.
    record Effects(RequestTag tag, List<Mutation> mutations) implements Command {
        public Effects {
            mutations = List.copyOf(mutations);
        }
    }
}
