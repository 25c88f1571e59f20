package io.capstan.sim.trial;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.sim.world.World;
import java.util.List;
import java.util.Optional;

/// Sees lost replicas and nodes replaced, by the operator's own changes of members, by a job of the
/// cluster, or by the node itself. Each is followed until it is done.
final class Replacements {
    private final World world;
    private final Operator operator;
    private int working;

    Replacements(World world, Operator operator) {
        this.world = world;
        this.operator = operator;
    }

    /// Whether one is under way.
    boolean isWorking() {
        return working > 0;
    }

    /// Puts a new replica of the shard on `fresh` in the place of `lost`, however long it takes;
    /// then `done`. A lost learner is only removed. Where `fresh` takes no replica at all,
    /// `hopeless` runs once; where it is lost itself meanwhile, there is nothing more to do.
    void replace(ShardId shard, ReplicaId lost, NodeId fresh, Runnable done, Runnable hopeless) {
        working++;
        new Replacement(shard, lost, fresh, done, hopeless).step();
    }

    /// Waits until the node has had its own lost replica replaced, however long it takes; then
    /// `done`. Where it does not come to it, `hopeless` runs once; where the node is lost itself
    /// meanwhile, there is nothing more to wait for.
    void awaitReseated(Address lost, Runnable done, Runnable hopeless) {
        working++;
        new Reseated(lost, done, hopeless).look();
    }

    /// Has the cluster itself put `fresh` in the place of a lost node, by a job; then `done`. Where
    /// the job is refused again and again (its replacement may hold a replica of the same shard by
    /// now), `refused` runs instead.
    void replaceNode(NodeId lost, NodeId fresh, Runnable done, Runnable refused) {
        working++;
        new NodeJob(lost, fresh, done, refused).ask();
    }

    /// A job that was asked for, on its way to its end. To ask again for one that runs is no second
    /// one, so an answer that was lost does no harm.
    private final class NodeJob {
        private static final int PATIENT_ASKS = 12;

        private final NodeId lost;
        private final NodeId fresh;
        private final Runnable done;
        private final Runnable refused;
        private int asks;

        NodeJob(NodeId lost, NodeId fresh, Runnable done, Runnable refused) {
            this.lost = lost;
            this.fresh = fresh;
            this.done = done;
            this.refused = refused;
        }

        void ask() {
            asks++;
            operator.ask(
                    TableId.SYSTEM,
                    ShardId.NONE,
                    new Administer.ReplaceNode(lost, fresh),
                    result -> {
                        operator.count(result.isPresent());
                        if (result.isPresent()) asks = 0;
                        look(result.isPresent());
                    });
        }

        /// `begun`: the job runs, so that there is nothing to ask.
        private void look(boolean begun) {
            operator.readMap(read -> {
                if (read && !operator.map().knows(lost)) end(done);
                else if (asks >= PATIENT_ASKS) end(refused);
                else if (begun) operator.later(() -> look(true));
                else operator.later(this::ask);
            });
        }

        private void end(Runnable next) {
            working--;
            next.run();
        }
    }

    /// A replica whose node sees to its replacement.
    private final class Reseated {
        /// After so many looks at the map, half a second apart, the node is taken for useless.
        private static final int HOPELESS_LOOKS = 120;

        private final Address lost;
        private final Runnable done;
        private final Runnable hopeless;
        private int looks;

        Reseated(Address lost, Runnable done, Runnable hopeless) {
            this.lost = lost;
            this.done = done;
            this.hopeless = hopeless;
        }

        void look() {
            if (world.nodeOf(lost.node()).isEmpty()) {
                end();
                return;
            }
            operator.readMap(read -> {
                if (read && operator.map().shard(lost.shard()).filter(this::names).isEmpty()) {
                    end();
                    return;
                }
                if (++looks == HOPELESS_LOOKS) hopeless.run();
                operator.later(this::look);
            });
        }

        private boolean names(ShardDescriptor row) {
            return row.configuration().contains(lost.replica());
        }

        private void end() {
            working--;
            done.run();
        }
    }

    /// One lost replica on its way to being replaced.
    private final class Replacement {
        /// After so many refusals in a row the new replica is given up for another one: a node may
        /// find that it cannot tell a replica's id from one that it has lost.
        private static final int PATIENT_TRIES = 3;

        /// After so many refusals in all the node is taken for useless.
        private static final int HOPELESS_TRIES = 7;

        private final ShardId shard;
        private final ReplicaId lost;
        private final NodeId fresh;
        private final Runnable done;
        private final Runnable hopeless;
        private int refusals;
        private int refusalsInAll;
        private boolean learner;

        Replacement(ShardId shard, ReplicaId lost, NodeId fresh, Runnable done, Runnable hopeless) {
            this.shard = shard;
            this.lost = lost;
            this.fresh = fresh;
            this.done = done;
            this.hopeless = hopeless;
        }

        void step() {
            if (world.nodeOf(fresh).isEmpty()) {
                end();
                return;
            }
            operator.readMap(read -> {
                Optional<ShardDescriptor> now = operator.map().shard(shard);
                if (!read || now.isEmpty()) operator.later(this::step);
                else step(now.get());
            });
        }

        private void end() {
            working--;
            done.run();
        }

        private void step(ShardDescriptor now) {
            List<MemberChange> missing = missing(now);
            if (missing.isEmpty()) {
                end();
                return;
            }
            operator.change(
                    now,
                    missing,
                    changed -> {
                        refusals = changed ? 0 : refusals + 1;
                        if (!changed && ++refusalsInAll == HOPELESS_TRIES) hopeless.run();
                        operator.later(this::step);
                    });
        }

        /// What must still change; empty: nothing. A learner that an earlier try left there is
        /// promoted.
        private List<MemberChange> missing(ShardDescriptor now) {
            learner |= now.configuration().learners().contains(lost);
            boolean gone = !now.configuration().contains(lost);
            if (learner && gone) return List.of();
            Optional<ReplicaId> there = now.replicaOn(fresh);
            boolean voter = there.isPresent() && now.configuration().isVoter(there.get());
            if (gone && voter) return List.of();
            MemberChange remove = new MemberChange.Remove(lost);
            if (learner) return List.of(remove);
            if (there.isPresent() && !voter && refusals >= PATIENT_TRIES)
                return List.of(new MemberChange.Remove(there.get()));
            MemberChange add =
                    new MemberChange.AddVoter(
                            new Member(there.orElseGet(operator::newReplica), fresh));
            return gone ? List.of(add) : List.of(add, remove);
        }
    }
}
