package io.capstan.core.wire;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// A shard's descriptor: in CONFIGURATION entries, in snapshots, in the rows of the shard map.
///
/// Each member is written once, ascending by replica id, with its parts in the configuration as
/// bits beside it: members and configuration cannot contradict each other, and one descriptor has
/// one form.
public enum DescriptorCodec implements Codec<ShardDescriptor> {
    INSTANCE;

    private static final int VOTER = 1;
    private static final int OUTGOING = 2;
    private static final int LEARNER = 4;
    private static final int LEARNER_NEXT = 8;

    @Override
    public void write(ShardDescriptor value, WireWriter out) {
        out.i64(value.shard().value()).i64(value.table().value());
        PartitioningCodec.INSTANCE.write(value.partitioning(), out);
        out.bytes(value.range().from()).bytes(value.range().until()).varint(value.epoch());
        out.varint(value.members().size());
        for (Member member : value.members()) {
            MemberCodec.INSTANCE.write(member, out);
            out.u8(parts(value.configuration(), member.replica()));
        }
    }

    @Override
    public ShardDescriptor read(WireReader in) {
        ShardId shard = new ShardId(in.i64());
        TableId table = new TableId(in.i64());
        Partitioning partitioning = PartitioningCodec.INSTANCE.read(in);
        KeyRange range = range(in.bytes(), in.bytes());
        long epoch = in.varint();
        List<Member> members = new ArrayList<>();
        Configuration configuration = configuration(in, members);
        return new ShardDescriptor(
                shard, table, partitioning, range, epoch, members, configuration);
    }

    private static int parts(Configuration configuration, ReplicaId replica) {
        return (configuration.voters().contains(replica) ? VOTER : 0)
                | (configuration.outgoing().contains(replica) ? OUTGOING : 0)
                | (configuration.learners().contains(replica) ? LEARNER : 0)
                | (configuration.learnersNext().contains(replica) ? LEARNER_NEXT : 0);
    }

    private static KeyRange range(Bytes from, Bytes until) {
        if (!until.isEmpty() && from.compareTo(until) >= 0)
            throw new Malformed("an empty key range");
        return new KeyRange(from, until);
    }

    private static Configuration configuration(WireReader in, List<Member> members) {
        SortedSet<ReplicaId> voters = new TreeSet<>();
        SortedSet<ReplicaId> outgoing = new TreeSet<>();
        SortedSet<ReplicaId> learners = new TreeSet<>();
        SortedSet<ReplicaId> learnersNext = new TreeSet<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            Member member = MemberCodec.INSTANCE.read(in);
            if (!members.isEmpty() && members.getLast().compareTo(member) >= 0)
                throw new Malformed("members are not ascending");
            members.add(member);
            int parts = sensible(in.u8());
            if ((parts & VOTER) != 0) voters.add(member.replica());
            if ((parts & OUTGOING) != 0) outgoing.add(member.replica());
            if ((parts & LEARNER) != 0) learners.add(member.replica());
            if ((parts & LEARNER_NEXT) != 0) learnersNext.add(member.replica());
        }
        return new Configuration(voters, outgoing, learners, learnersNext);
    }

    /// The combinations that [Configuration] allows.
    private static int sensible(int parts) {
        boolean votes = (parts & (VOTER | OUTGOING)) != 0;
        boolean learns = (parts & LEARNER) != 0;
        boolean nextWithoutVote = (parts & LEARNER_NEXT) != 0 && (parts & OUTGOING) == 0;
        if (parts > 15 || votes == learns || nextWithoutVote)
            throw new Malformed("a member is " + parts + " in its configuration");
        return parts;
    }
}
