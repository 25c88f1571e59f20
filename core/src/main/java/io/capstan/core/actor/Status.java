package io.capstan.core.actor;

/// Where an actor stands, for traces, admin and tests; fits one aligned line.
///
/// - `role`: the role's first letter (`L` leader, `F` follower, `C` candidate, `P` pre-candidate,
///   `N` learner), or a word.
/// - `term`: term, ballot, view or epoch.
/// - `commit`, `applied`, `last`: positions in the log.
/// - `leader`: the node believed to lead, or [io.capstan.core.id.NodeId#NONE].
/// - `detail`: more, as `name=value` pairs or a progress list.
public record Status(
        String role,
        long term,
        long commit,
        long applied,
        long last,
        io.capstan.core.id.NodeId leader,
        String detail) {
    @Override
    public String toString() {
        return role
                + " term="
                + term
                + " commit="
                + commit
                + " applied="
                + applied
                + " last="
                + last
                + (detail.isEmpty() ? "" : " " + detail);
    }
}
