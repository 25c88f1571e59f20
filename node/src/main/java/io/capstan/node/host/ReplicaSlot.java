package io.capstan.node.host;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Position;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.RequestId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.Malformed;
import io.capstan.node.host.HostOutbox.Step;
import io.capstan.storage.shard.ShardStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One replica that runs here: the actor, its applied state, the requests that wait for it, and the
/// entries that it has handed over to be applied.
///
/// Invariants
/// 1. Entries are applied in the order of their indexes, without gaps.
/// 2. A query is answered from a state at or past the position that the replica named.
final class ReplicaSlot<M extends Message> {
    /// Past this many entries handed over and not applied, the store counts as stalled: leaders
    /// here take no more commands until half of them are applied.
    static final int MAX_STEPS = 16_384;

    /// Where outcomes go.
    interface Answers {
        void answer(NodeId origin, RequestId id, Outcome outcome);
    }

    /// What is told of every entry applied.
    interface Witness {
        void applied(ReplicaSlot<?> slot, Step step, @Nullable Outcome outcome);
    }

    final ActorSlot<M> slot;
    final WaitingRequests waiting = new WaitingRequests();

    /// The applied state; another object after an installed snapshot.
    ShardStore store;

    /// The newest descriptor that the replica goes by, agreed or not.
    ShardDescriptor inForce;

    /// Digests are given of times after this only: of earlier ones old versions may be gone.
    private HybridTime versionsFrom;

    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private final List<HostOutbox.Serve> serves = new ArrayList<>();
    private boolean flipping;
    private boolean changed;
    private @Nullable Throwable failure;

    ReplicaSlot(ActorSlot<M> slot, ShardStore store) {
        this.slot = slot;
        this.store = store;
        inForce = store.descriptor();
        versionsFrom = store.appliedStamp();
    }

    ShardId shard() {
        return slot.address.shard();
    }

    ReplicaId replica() {
        return slot.address.replica();
    }

    boolean runs() {
        return slot.broken() == null;
    }

    /// Whether there are entries to apply now.
    boolean hasSteps() {
        return !flipping && !steps.isEmpty();
    }

    /// Applies nothing until the state is replaced by a snapshot that is in the store already.
    void holdSteps() {
        flipping = true;
    }

    int steps() {
        return steps.size();
    }

    /// Takes over what the replica handed over in this turn.
    void queueSteps() {
        steps.addAll(slot.out.steps);
    }

    /// Whether entries were applied since the last call.
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /// What broke while the state was changed or read; null while nothing did.
    @Nullable Throwable failure() {
        return failure;
    }

    /// Applies at most `limit` entries and says how many; stops at one that breaks the state.
    int applySteps(int limit, Answers answers, Witness witness) {
        int done = 0;
        for (Step step = steps.poll(); step != null; step = steps.poll()) {
            Outcome outcome;
            try {
                outcome = apply(step);
            } catch (Invariant.Broken | Malformed e) {
                failure = e;
                return done;
            }
            witness.applied(this, step, outcome);
            if (outcome != null && step instanceof Step.Apply apply)
                answer(apply.command().tag().id(), outcome, answers);
            changed = true;
            if (++done >= limit) break;
        }
        if (done > 0) slot.offer(new Input.Applied<>(new Position.Index(store.appliedIndex())));
        return done;
    }

    private @Nullable Outcome apply(Step step) {
        switch (step) {
            case Step.Apply a -> {
                return store.apply(a.index(), a.term(), a.stamp(), a.command());
            }
            case Step.Skip s -> store.skip(s.index(), s.term(), s.stamp());
            case Step.Adopt a -> store.adopt(a.index(), a.term(), a.stamp(), a.descriptor());
        }
        return null;
    }

    /// The state was replaced by a snapshot: what was handed over before it no longer counts.
    void replaceState(ShardStore installed) {
        Invariant.check(
                installed.appliedIndex() >= store.appliedIndex(),
                "a snapshot to %s over a state at %s",
                installed.appliedIndex(),
                store.appliedIndex());
        store = installed;
        versionsGo(installed.appliedStamp());
        flipping = false;
        steps.removeIf(step -> step.index() <= installed.appliedIndex());
        slot.offer(new Input.Applied<>(new Position.Index(installed.appliedIndex())));
    }

    /// Of versions at or before this time only the newest may be left.
    void versionsGo(HybridTime horizon) {
        versionsFrom = HybridTime.max(versionsFrom, horizon);
    }

    private Outcome read(Query query) {
        if (!(query instanceof Query.Digest digest)) return store.read(query);
        if (digest.at().compareTo(versionsFrom) < 0)
            return new Outcome.Refused(
                    ErrorCode.LEVEL_UNAVAILABLE,
                    slot.address
                            + " keeps all versions since "
                            + versionsFrom
                            + " only; ask for a later time than "
                            + digest.at());
        if (store.hasPending())
            return new Outcome.Refused(
                    ErrorCode.DISK_STALLED,
                    "the store at " + slot.address + " is behind; ask again");
        return store.read(digest);
    }

    /// Gives every origin of the request its outcome; nobody may be waiting.
    void answer(RequestId id, Outcome outcome, Answers answers) {
        WaitingRequests.Waiter waiter = waiting.remove(id);
        if (waiter == null) return;
        for (NodeId origin : waiter.origins) answers.answer(origin, id, outcome);
    }

    void queueServes() {
        serves.addAll(slot.out.serves);
    }

    /// Answers the queries whose position is applied.
    void serveDue(Answers answers) {
        if (serves.isEmpty()) return;
        long applied = store.appliedIndex();
        serves.removeIf(serve -> {
            if (HostOutbox.index(serve.notBefore()) > applied) return false;
            serve(serve.id(), answers);
            return true;
        });
    }

    private void serve(RequestId id, Answers answers) {
        WaitingRequests.Waiter waiter = waiting.get(id);
        if (waiter == null) return;
        Outcome outcome;
        try {
            Invariant.check(
                    waiter.request.ask() instanceof Query, "%s is served and is no query", id);
            outcome = read((Query) waiter.request.ask());
        } catch (Invariant.Broken | Malformed e) {
            failure = e;
            return;
        }
        answer(id, outcome, answers);
    }

    /// Answers everything that waits with one outcome, because the replica has stopped.
    void answerAll(Outcome outcome, Answers answers) {
        steps.clear();
        serves.clear();
        for (WaitingRequests.Waiter waiter : waiting.removeAll())
            for (NodeId origin : waiter.origins)
                answers.answer(origin, waiter.request.id(), outcome);
    }
}
