package io.capstan.replication.raft;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an administrator wishes about members, read against the shard as it is.
final class MemberWishes {
    private MemberWishes() {}

    /// Why these wishes can never be fulfilled from here, or null.
    static @Nullable String flaw(ShardDescriptor now, List<MemberChange> changes) {
        if (changes.isEmpty()) return "was asked for no change at all";
        for (MemberChange change : changes) {
            String flaw = flaw(now, changes, change);
            if (flaw != null) return flaw;
        }
        ConfigurationChange.Verdict verdict =
                ConfigurationChange.shortest(now.configuration(), steps(changes));
        return verdict instanceof ConfigurationChange.Verdict.Impossible(String why)
                ? "cannot be changed so: " + why
                : null;
    }

    private static @Nullable String flaw(
            ShardDescriptor now, List<MemberChange> changes, MemberChange change) {
        if (change.replica().isNone()) return "was asked to change a replica without an id";
        return switch (change) {
            case MemberChange.AddVoter(Member member) -> flawOfNew(now, changes, member);
            case MemberChange.AddLearner(Member member) -> flawOfNew(now, changes, member);
            case MemberChange.Remove(ReplicaId replica) ->
                    now.configuration().contains(replica) ? null : "has no replica " + replica;
        };
    }

    private static @Nullable String flawOfNew(
            ShardDescriptor now, List<MemberChange> changes, Member member) {
        NodeId holder = now.nodeOf(member.replica()).orElse(member.node());
        if (!holder.equals(member.node()))
            return "has " + member.replica() + " on " + holder + ", not on " + member.node();
        ReplicaId there = now.replicaOn(member.node()).orElse(member.replica());
        boolean leaves = changes.contains(new MemberChange.Remove(there));
        if (!there.equals(member.replica()) && !leaves)
            return "has " + there + " on " + member.node() + " already";
        return null;
    }

    /// New replicas that are to vote: they begin as learners.
    static List<ConfigurationChange.Step> newcomers(Configuration now, List<MemberChange> changes) {
        List<ConfigurationChange.Step> steps = new ArrayList<>();
        for (MemberChange change : changes)
            if (change instanceof MemberChange.AddVoter(Member member)
                    && !now.contains(member.replica()))
                steps.add(new ConfigurationChange.Step.Learner(member.replica()));
        return steps;
    }

    static List<ConfigurationChange.Step> steps(List<MemberChange> changes) {
        List<ConfigurationChange.Step> steps = new ArrayList<>();
        for (MemberChange change : changes) {
            steps.add(
                    switch (change) {
                        case MemberChange.AddVoter v ->
                                new ConfigurationChange.Step.Voter(v.replica());
                        case MemberChange.AddLearner l ->
                                new ConfigurationChange.Step.Learner(l.replica());
                        case MemberChange.Remove r ->
                                new ConfigurationChange.Step.Gone(r.replica());
                    });
        }
        return steps;
    }

    /// Everybody of the next configuration, with the nodes that hold them.
    static List<Member> members(
            ShardDescriptor now, Configuration next, List<MemberChange> changes) {
        TreeMap<ReplicaId, Member> known = new TreeMap<>();
        for (MemberChange change : changes) {
            switch (change) {
                case MemberChange.AddVoter(Member member) -> known.put(member.replica(), member);
                case MemberChange.AddLearner(Member member) -> known.put(member.replica(), member);
                case MemberChange.Remove r -> {}
            }
        }
        for (Member member : now.members()) known.put(member.replica(), member);
        List<Member> members = new ArrayList<>();
        for (ReplicaId replica : next.everyone()) {
            Member member = known.get(replica);
            if (member != null) members.add(member);
        }
        return members;
    }
}
