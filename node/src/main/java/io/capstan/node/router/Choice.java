package io.capstan.node.router;

import io.capstan.core.actor.Liveness;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Query;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;

/// Which of a shard's members a request is put to next.
final class Choice {
    private final Field field;
    private final Leaders leaders;

    Choice(Field field, Leaders leaders) {
        this.field = field;
        this.leaders = leaders;
    }

    /// The leader believed, for what only it can answer well; a replica here for a weak read; else
    /// the members in turn, those believed alive first. A digest has one place.
    NodeId of(Pending each, ShardDescriptor shard) {
        if (each.request.ask() instanceof Query.Digest digest)
            return shard.nodeOf(digest.replica()).orElseThrow();
        NodeId leader = leaders.of(shard.shard());
        boolean weak =
                each.request.ask() instanceof Query
                        && !(each.request.level() instanceof Consistency.Linearizable);
        boolean here = field.holds(shard.shard()) && !each.asked.contains(field.self());
        boolean widened = each.asked.size() > shard.members().size();
        if (here && (weak || leader.isNone())) return field.self();
        if (!leader.isNone() && (!weak || widened)) return leader;
        return inTurn(each, shard);
    }

    private NodeId inTurn(Pending each, ShardDescriptor shard) {
        List<NodeId> alive = new ArrayList<>();
        List<NodeId> doubted = new ArrayList<>();
        for (Member member : shard.members())
            (field.liveness(member.node()) == Liveness.ALIVE ? alive : doubted).add(member.node());
        alive.addAll(doubted);
        for (NodeId node : alive) if (!each.asked.contains(node)) return node;
        return alive.isEmpty() ? field.self() : alive.get(each.attempts % alive.size());
    }

    /// Whether a member that could answer has not been asked.
    static boolean leavesAny(Pending asked) {
        return asked.shard != null
                && !(asked.request.ask() instanceof Query.Digest)
                && asked.shard.members().stream().anyMatch(m -> !asked.asked.contains(m.node()));
    }
}
