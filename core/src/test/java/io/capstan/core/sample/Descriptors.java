package io.capstan.core.sample;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Descriptors of every shape: settled and joint, with learners and learners-to-be.
final class Descriptors {
    private Descriptors() {}

    static ShardDescriptor draw(Randomness r) {
        var configuration = configuration(r);
        List<Member> members = new ArrayList<>();
        for (ReplicaId replica : configuration.everyone())
            members.add(new Member(replica, new NodeId(r.nextLong())));
        return new ShardDescriptor(
                new ShardId(r.nextLong()),
                new TableId(r.nextLong()),
                r.pick(List.of(Partitioning.values())),
                Samples.range(r),
                Samples.number(r),
                members,
                configuration);
    }

    private static Configuration configuration(Randomness r) {
        TreeSet<ReplicaId> voters = new TreeSet<>();
        TreeSet<ReplicaId> outgoing = new TreeSet<>();
        TreeSet<ReplicaId> learners = new TreeSet<>();
        TreeSet<ReplicaId> learnersNext = new TreeSet<>();
        boolean joint = r.nextBoolean();
        for (int i = r.below(6); i > 0; i--) {
            ReplicaId replica = new ReplicaId(r.nextBoolean() ? i : r.nextLong());
            if (r.below(4) == 0) {
                learners.add(replica);
            } else {
                if (!joint || r.nextBoolean()) voters.add(replica);
                else outgoing.add(replica);
                if (joint && r.nextBoolean()) outgoing.add(replica);
                if (outgoing.contains(replica) && r.nextBoolean()) learnersNext.add(replica);
            }
        }
        learners.removeAll(voters);
        learners.removeAll(outgoing);
        return new Configuration(voters, outgoing, learners, learnersNext);
    }
}
