package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.Recovered;
import io.capstan.core.quorum.Quorum;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The descriptors along the log: each is in force from the entry that carries it, whether or not
/// that is committed, and no longer once the entry is truncated.
///
/// Invariants
/// 1. The newest descriptor in the log is the one in force.
/// 2. Indexes and epochs rise; the first descriptor belongs to an applied (never truncated) index.
///
/// Raft thesis 4.1: "a server always uses the latest configuration in its log, regardless of
/// whether the entry is committed".
final class Configurations {
    private record InForce(long index, ShardDescriptor descriptor) {}

    private final List<InForce> history = new ArrayList<>();
    private ShardDescriptor current;
    private long currentIndex;
    private Quorum quorum;

    Configurations(Recovered recovered) {
        current = recovered.descriptor();
        quorum = current.configuration().quorum();
        reset(recovered.appliedIndex(), current);
        for (Entry entry : recovered.configurations()) append(entry.index(), decoded(entry.body()));
    }

    ShardDescriptor descriptor() {
        return current;
    }

    Configuration configuration() {
        return current.configuration();
    }

    /// The rule that decides votes and commitment under the configuration in force.
    Quorum quorum() {
        return quorum;
    }

    /// The index of the entry that brought the configuration in force.
    long index() {
        return currentIndex;
    }

    void append(long index, ShardDescriptor descriptor) {
        Invariant.check(
                index > history.getLast().index(),
                "configuration at %s after %s",
                index,
                currentIndex);
        history.add(new InForce(index, descriptor));
        settle();
    }

    /// The entries from `from` on are gone. Returns whether another configuration is in force now.
    boolean truncateFrom(long from) {
        boolean changed = false;
        while (history.getLast().index() >= from) {
            Invariant.check(
                    history.size() > 1, "truncation of an applied configuration at %s", from);
            history.removeLast();
            changed = true;
        }
        settle();
        return changed;
    }

    /// Whether the replica votes by the newest configuration that is committed. One that the
    /// configuration in force removes may still do so: until that one is committed, it may be the
    /// only one with a log that wins (thesis 4.2.2).
    boolean isCommittedVoter(ReplicaId replica, long commit) {
        for (int i = history.size() - 1; i >= 0; i--) {
            InForce one = history.get(i);
            if (one.index() <= commit) return one.descriptor().configuration().isVoter(replica);
        }
        return false;
    }

    /// The descriptor that the entry at `index` brought.
    ShardDescriptor at(long index) {
        for (InForce one : history) if (one.index() == index) return one.descriptor();
        throw new IllegalStateException("no configuration at " + index);
    }

    /// The newest descriptor that an entry after `from` and up to `upTo` brought, or null.
    @Nullable ShardDescriptor newestIn(long from, long upTo) {
        for (int i = history.size() - 1; i > 0; i--) {
            InForce one = history.get(i);
            if (one.index() > from && one.index() <= upTo) return one.descriptor();
        }
        return null;
    }

    /// Everything up to `applied` will never be truncated; older descriptors are forgotten.
    void applied(long applied) {
        if (history.size() == 1 || history.get(1).index() > applied) return;
        while (history.size() > 1 && history.get(1).index() <= applied) history.removeFirst();
        settle();
    }

    void reset(long index, ShardDescriptor descriptor) {
        history.clear();
        history.add(new InForce(index, descriptor));
        settle();
    }

    /// The newest is in force (thesis 4.1), applied or not.
    private void settle() {
        InForce newest = history.getLast();
        currentIndex = newest.index();
        current = newest.descriptor();
        quorum = current.configuration().quorum();
    }

    static Bytes encoded(ShardDescriptor descriptor) {
        WireWriter out = new WireWriter();
        DescriptorCodec.INSTANCE.write(descriptor, out);
        return out.bytes();
    }

    static ShardDescriptor decoded(Bytes body) {
        WireReader in = new WireReader(body);
        ShardDescriptor descriptor = DescriptorCodec.INSTANCE.read(in);
        in.end();
        return descriptor;
    }
}
