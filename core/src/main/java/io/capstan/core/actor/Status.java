package io.capstan.core.actor;

import io.capstan.core.id.NodeId;
import java.util.List;

/// Where an actor stands, for traces, admin and tests; fits one aligned line.
///
/// - `role`: the role's first letter (`L` leader, `F` follower, `C` candidate, `P` pre-candidate,
///   `N` learner), or a word.
/// - `term`: term, ballot, view or epoch.
/// - `commit`, `applied`, `last`: positions in the log.
/// - `leader`: the node believed to lead, or [NodeId#NONE].
/// - `detail`: more, as `name=value` pairs or a progress list.
/// - `peers`: at a leader, how far each of the others is known to be; empty elsewhere.
public record Status(
        String role,
        long term,
        long commit,
        long applied,
        long last,
        NodeId leader,
        String detail,
        List<Peer> peers) {
    /// Another member of the group: everything up to `match` is durable there.
    public record Peer(NodeId node, long match) {}

    public Status {
        peers = List.copyOf(peers);
    }

    /// Of who leads nobody.
    public Status(
            String role,
            long term,
            long commit,
            long applied,
            long last,
            NodeId leader,
            String detail) {
        this(role, term, commit, applied, last, leader, detail, List.of());
    }

    public boolean leads() {
        return role.equals("L");
    }

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
