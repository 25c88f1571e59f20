package io.capstan.sim.scenario;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an operator asks of the scenario's group: who shall lead, and who shall belong.
final class Orders {
    private static final Duration TRANSFER_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(20);
    private static final long LEADERSHIP_NANOS = 3_000_000_000L;

    private final Setting setting;
    private final Group group;
    private final Asking asking;
    private long lastReplica = 100;

    Orders(Setting setting, Group group, Asking asking) {
        this.setting = setting;
        this.group = group;
        this.asking = asking;
    }

    String elect(String name) {
        Optional<NodeId> wanted = Optional.of(setting.node(name).id());
        for (int tries = 0; tries < 10; tries++) {
            if (group.leader().equals(wanted)) return name + " leads";
            transfer(name);
            setting.world().passUntil(() -> group.leader().equals(wanted), LEADERSHIP_NANOS);
        }
        return name + " does not lead";
    }

    Outcome transfer(String name) {
        return asking.await(
                "",
                group.table(),
                group.descriptor().shard(),
                Consistency.LINEARIZABLE,
                new Administer.TransferLeadership(group.replicaOn(name)),
                TRANSFER_PATIENCE);
    }

    String addMember(String name) {
        return change(List.of(new MemberChange.AddVoter(fresh(name))));
    }

    String addLearner(String name) {
        return change(List.of(new MemberChange.AddLearner(fresh(name))));
    }

    String remove(String name) {
        return change(List.of(new MemberChange.Remove(group.replicaOn(name))));
    }

    String replace(String old, String with) {
        return change(
                List.of(
                        new MemberChange.Remove(group.replicaOn(old)),
                        new MemberChange.AddVoter(fresh(with))));
    }

    /// A new replica on the node, or the learner that is there already.
    private Member fresh(String name) {
        NodeId node = setting.node(name).id();
        return new Member(
                group.descriptor().replicaOn(node).orElseGet(() -> new ReplicaId(++lastReplica)),
                node);
    }

    private String change(List<MemberChange> changes) {
        ShardDescriptor now = group.descriptor();
        return Wish.shown(
                asking.await(
                        "",
                        now.table(),
                        now.shard(),
                        Consistency.LINEARIZABLE,
                        new Administer.ChangeMembers(now.epoch(), changes),
                        CHANGE_PATIENCE));
    }
}
