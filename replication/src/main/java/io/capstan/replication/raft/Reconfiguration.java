package io.capstan.replication.raft;

import io.capstan.core.actor.Fact;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes the members, one change at a time, step by step: newcomers become learners; once they
/// have caught up, one simple or joint step makes the wish true; a joint configuration is left as
/// soon as it is committed, by whoever leads then.
///
/// Invariants
/// 1. A configuration is in force from the moment its entry is in the log, committed or not, and no
///    longer once the entry is truncated.
/// 2. The next configuration is appended only after the one in force is committed, and after the
///    leader committed an entry of its own term (the flaw of 2015 in single-server changes).
/// 3. Nobody becomes a voter who is further than `promotionLag` entries behind.
/// 4. A leader outside its configuration leads until that is committed, does not count itself, and
///    then hands over.
///
/// Raft thesis 4.1, 4.2.1 (catching up), 4.2.2 (removing the leader), 4.3 (joint consensus).
final class Reconfiguration {
    /// A change that is asked for. `begun`: something was appended for it.
    private record Asked(
            RequestId id, HybridTime expiry, List<MemberChange> changes, boolean begun) {}

    private final RaftReplica replica;
    private final RaftState state;
    private @Nullable Asked asked;

    Reconfiguration(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    boolean isPending() {
        return asked != null || !isSettled();
    }

    private boolean isSettled() {
        return state.configurations.index() <= state.commit
                && !state.configurations.configuration().isJoint();
    }

    // ------------------------------------------------------------------ asking

    void request(Request request, Administer.ChangeMembers wish) {
        if (!(state.role instanceof Leader leader)) {
            state.redirect(request.id());
            return;
        }
        String obstacle = obstacle(leader, wish);
        if (obstacle != null) {
            state.mark(RaftMark.CHANGE_REFUSED);
            state.refuse(
                    request.id(),
                    ErrorCode.MEMBER_CHANGE_REFUSED,
                    "shard " + state.configurations.descriptor().shard() + " " + obstacle);
            return;
        }
        asked = new Asked(request.id(), request.tag().expiry(), wish.changes(), false);
        advance(leader);
    }

    /// Why the change cannot be made now, or null.
    private @Nullable String obstacle(Leader leader, Administer.ChangeMembers wish) {
        ShardDescriptor now = state.configurations.descriptor();
        if (wish.expectedEpoch() != now.epoch())
            return "is at epoch " + now.epoch() + ", not " + wish.expectedEpoch() + "; look again";
        if (isPending()) return "is changing its members already (epoch " + now.epoch() + ")";
        if (!replica.reads.rounds().hasCommittedInTerm(leader))
            return "has a new leader that has committed nothing yet; retry";
        if (replica.transfer.isUnderWay()) return "is handing its leadership over; retry";
        return MemberWishes.flaw(now, wish.changes());
    }

    // ------------------------------------------------------------------ going on

    /// The commit index has moved.
    void committed() {
        if (!(state.role instanceof Leader leader)) return;
        advance(leader);
    }

    /// At every heartbeat: newcomers may have caught up, the asker's time may be over.
    void tick(Leader leader) {
        Asked one = asked;
        if (one != null && state.now.hybrid().isAfter(one.expiry())) {
            asked = null;
            String text = "the change did not come to its end in time";
            if (one.begun()) state.out.reply(one.id(), new Outcome.Unknown(text));
            else state.refuse(one.id(), ErrorCode.MEMBER_CHANGE_REFUSED, text);
        }
        advance(leader);
    }

    /// Takes the next step, if the one before is committed.
    private void advance(Leader leader) {
        if (state.configurations.index() > state.commit) return;
        if (!replica.reads.rounds().hasCommittedInTerm(leader)) return;
        Configuration now = state.configurations.configuration();
        if (now.isJoint()) {
            state.mark(RaftMark.CHANGE_JOINT_LEFT);
            append(leader, ConfigurationChange.leaveJoint(now));
        } else if (asked != null) {
            step(leader, now, asked);
        }
        if (isSettled() && asked == null && !now.isVoter(state.self)) {
            state.mark(RaftMark.LEADER_REMOVED);
            if (!replica.transfer.abdicate(leader, "no longer a voter"))
                replica.leadership.resign("no longer a voter");
        }
    }

    private void step(Leader leader, Configuration now, Asked wish) {
        List<ConfigurationChange.Step> newcomers = MemberWishes.newcomers(now, wish.changes());
        if (!newcomers.isEmpty()) {
            append(leader, ConfigurationChange.simple(now, newcomers));
            return;
        }
        List<ConfigurationChange.Step> steps = MemberWishes.steps(wish.changes());
        ConfigurationChange.Verdict verdict = ConfigurationChange.shortest(now, steps);
        if (verdict instanceof ConfigurationChange.Verdict.Next(Configuration next)) {
            if (next.equals(now)) {
                finish(wish);
                return;
            }
            if (!haveCaughtUp(leader, now, next)) return;
        }
        append(leader, verdict);
    }

    /// Whether every learner that becomes a voter is close behind.
    private boolean haveCaughtUp(Leader leader, Configuration now, Configuration next) {
        boolean promotes = false;
        for (ReplicaId voter : next.voters()) {
            if (!now.isLearner(voter)) continue;
            promotes = true;
            Progress peer = leader.peer(voter);
            boolean close =
                    peer != null
                            && peer.mode() == Progress.Mode.REPLICATE
                            && peer.match() + state.options.promotionLag() >= state.log.lastIndex();
            if (!close) return false;
        }
        if (promotes) state.mark(RaftMark.LEARNER_PROMOTED);
        return true;
    }

    private void append(Leader leader, ConfigurationChange.Verdict verdict) {
        switch (verdict) {
            case ConfigurationChange.Verdict.Impossible(String why) -> {
                Asked one = asked;
                asked = null;
                if (one != null) state.refuse(one.id(), ErrorCode.MEMBER_CHANGE_REFUSED, why);
            }
            case ConfigurationChange.Verdict.Next(Configuration next) -> append(leader, next);
        }
    }

    private void append(Leader leader, Configuration next) {
        state.mark(next.isJoint() ? RaftMark.CHANGE_JOINT_ENTERED : RaftMark.CHANGE_SIMPLE);
        Asked one = asked;
        List<MemberChange> changes = one == null ? List.of() : one.changes();
        if (one != null) asked = new Asked(one.id(), one.expiry(), one.changes(), true);
        ShardDescriptor descriptor = state.configurations.descriptor();
        List<Member> members = MemberWishes.members(descriptor, next, changes);
        put(leader, descriptor.with(members, next));
    }

    /// In force from here on.
    private void put(Leader leader, ShardDescriptor next) {
        replica.replication.append(
                leader, Entry.Kind.CONFIGURATION, Configurations.encoded(next), null);
        state.configurations.append(state.log.lastIndex(), next);
        replica.replication.resetPeers(leader);
        state.trace("configuration", "epoch=" + next.epoch() + " " + next.configuration());
        state.out.publish(new Fact.InForce(next, false));
    }

    private void finish(Asked wish) {
        asked = null;
        state.out.reply(
                wish.id(),
                new Outcome.Done(
                        new Result.Administered(state.configurations.descriptor().epoch()),
                        state.configurations.descriptor().shard(),
                        state.configurations.index(),
                        state.log.lastStamp()));
    }

    /// Leadership is over: the next leader finishes what is in the log, or it is truncated.
    void deposed() {
        Asked one = asked;
        if (one == null) return;
        asked = null;
        state.out.reply(
                one.id(),
                new Outcome.Unknown("leadership moved while the members were being changed"));
    }

    // ------------------------------------------------------------------ following

    /// A configuration came from the leader.
    void appended(Entry entry) {
        ShardDescriptor next = Configurations.decoded(entry.body());
        state.configurations.append(entry.index(), next);
        state.out.publish(new Fact.InForce(next, false));
    }

    /// The log may hold a configuration that the store has not seen yet.
    void opened() {
        publishInForce();
    }

    /// Entries from `from` on are gone, perhaps with a configuration.
    void truncated(long from) {
        if (!state.configurations.truncateFrom(from)) return;
        state.mark(RaftMark.CHANGE_ROLLED_BACK);
        publishInForce();
    }

    private void publishInForce() {
        boolean committed = state.configurations.index() <= state.commit;
        state.out.publish(new Fact.InForce(state.configurations.descriptor(), committed));
    }
}
