package io.capstan.core.quorum;

import io.capstan.core.id.ReplicaId;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A rule that says which sets of replicas decide. Any two deciding sets of one rule share a
/// replica.
public interface Quorum {
    /// Everyone whose answer counts, ascending.
    SortedSet<ReplicaId> members();

    /// Counts answers: true is yes, false is no, null is not yet. Nobody but a member is asked.
    VoteResult votes(Function<ReplicaId, @Nullable Boolean> answers);

    /// The greatest number that a quorum has reached, where `acknowledged` gives each member's
    /// number (0 for none). [Long#MAX_VALUE] where nobody is a member: an empty side of a joint
    /// quorum must not hold the other back.
    long reached(ToLongFunction<ReplicaId> acknowledged);
}
