package io.capstan.node.host;

import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Position;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Administer;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Member;
import io.capstan.core.time.Now;
import io.capstan.node.catalog.Catalog;
import io.capstan.node.catalog.JobRunner;
import io.capstan.node.catalog.MapReader;
import io.capstan.node.catalog.Registrar;
import io.capstan.node.host.HostOutbox.Step;
import io.capstan.node.router.Admittance;
import io.capstan.node.router.Field;
import io.capstan.node.router.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Connects router, replicas, the node's own actors and the network: requests to where they are
/// answered, outcomes to who awaits them, facts to whom they concern.
///
/// An outcome has two ways. From a replica it goes to the request's relay: this node's router, or
/// another node. From the router it goes to the request's origin: a client, or an actor here.
final class Switchboard implements Effects.Around, Field, SnapshotDesk.Ends {
    private final NodeId self;
    private final Replicas replicas;
    private final NodeActors actors;
    private final Mail mail;
    private final Timers timers;
    private final StoreWriter storeWriter;
    private final Catalog catalog;
    private final SystemTable systemTable;
    private final HostObserver observer;
    private final Traces traces;
    private final Router router;
    private final Map<RequestId, ActorSlot<?>> callers = new LinkedHashMap<>();
    private final WaitingRequests wishes = new WaitingRequests();
    private Now now;
    private boolean stopping;

    Switchboard(
            NodeId self,
            Replicas replicas,
            NodeActors actors,
            Mail mail,
            Timers timers,
            StoreWriter storeWriter,
            Catalog catalog,
            Randomness random,
            HostObserver observer,
            Traces traces,
            Now now) {
        this.self = self;
        this.replicas = replicas;
        this.actors = actors;
        this.mail = mail;
        this.timers = timers;
        this.storeWriter = storeWriter;
        this.catalog = catalog;
        this.systemTable = new SystemTable(catalog);
        this.observer = observer;
        this.traces = traces;
        this.now = now;
        router = new Router(this, catalog, random);
    }

    Router router() {
        return router;
    }

    /// The time of the turn that begins.
    void at(Now turn) {
        now = turn;
        traces.at(turn.monotonicNanos());
    }

    // ---- requests ---------------------------------------------------------------------------

    /// A request has come in a frame: from a client, or relayed by another node's router.
    void requested(Request request, long remainingMillis) {
        if (stopping && request.origin().isClient()) {
            refuse(request, stops());
        } else if (request.ask() instanceof Administer.OfCluster) {
            if (wishes.add(request, now.monotonicNanos(), Long.MAX_VALUE))
                actors.deedsSlot.offer(new Input.Requested<>(request));
        } else if (request.origin().isClient()) {
            Optional<Outcome.Refused> refused =
                    Admittance.refusal(request, catalog)
                            .or(() -> Admittance.refusalOfExpiry(request, now.hybrid()));
            if (refused.isPresent()) refuse(request, refused.get());
            else router.requested(now, traces.routed(request), remainingMillis);
        } else {
            toReplica(request);
        }
    }

    private void refuse(Request request, Outcome.Refused why) {
        observer.answered(request, why, now.monotonicNanos());
        answer(request.origin(), request.id(), why);
    }

    /// From now on clients are sent elsewhere. What has been taken goes on.
    void stop() {
        stopping = true;
    }

    private Outcome.Refused stops() {
        return new Outcome.Refused(
                ErrorCode.NODE_STOPS, self + " is about to stop; ask another node of the cluster");
    }

    @Override
    public void call(ActorSlot<?> caller, Request request) {
        callers.put(request.id(), caller);
        router.requested(now, request, 0);
    }

    @Override
    public void ask(NodeId node, Request request) {
        if (!traces.isIdle()) traces.asked(request.id(), node);
        if (node.equals(self)) toReplica(request);
        else mail.request(node, request, now.hybrid());
    }

    private void toReplica(Request request) {
        ReplicaSlot<?> slot = replicas.of(request.shard());
        Outcome refused = slot == null ? absent(request.shard()) : refusal(slot);
        if (slot == null || refused != null) {
            if (refused != null) answer(request.origin(), request.id(), refused);
            return;
        }
        long remaining = (request.tag().expiry().millis() - now.hybrid().millis()) * 1_000_000L;
        traces.taken(request, slot.slot.address);
        if (slot.waiting.add(request, now.monotonicNanos(), remaining))
            slot.slot.offer(new Input.Requested<>(request));
    }

    private static @Nullable Outcome refusal(ReplicaSlot<?> slot) {
        if (!slot.runs())
            return new Outcome.Refused(
                    ErrorCode.REPLICA_FAILED,
                    "replica "
                            + slot.slot.address
                            + " has stopped; try again, it will be asked elsewhere");
        if (slot.waiting.isFull())
            return new Outcome.Refused(
                    ErrorCode.OVERLOADED,
                    WaitingRequests.MAX_WAITING
                            + " requests wait at "
                            + slot.slot.address
                            + "; try again later");
        return null;
    }

    /// Whoever asks may have an old map, such as one that only knows who founded the cluster: it is
    /// told of somebody who has the shard.
    private Outcome absent(ShardId shard) {
        Optional<NodeId> better = leaderOrMember(shard);
        if (better.isPresent()) return new Outcome.Redirected(shard, better.get(), 0);
        return new Outcome.Refused(
                ErrorCode.SHARD_MOVED,
                "there is no replica of "
                        + shard
                        + " on "
                        + self
                        + "; ask again, it will be routed anew");
    }

    private Optional<NodeId> leaderOrMember(ShardId shard) {
        NodeId leader = router.leader(shard);
        if (!leader.isNone() && !leader.equals(self)) return Optional.of(leader);
        return catalog.shard(shard).stream()
                .flatMap(row -> row.members().stream())
                .map(Member::node)
                .filter(node -> !node.equals(self) && liveness(node) == Liveness.ALIVE)
                .findFirst();
    }

    // ---- outcomes ---------------------------------------------------------------------------

    /// An outcome has come in a frame.
    void answered(NodeId from, Mail.Answer answer) {
        if (!traces.isIdle()) traces.heard(answer.id(), from);
        router.answered(now, from, answer.id(), answer.outcome());
    }

    /// From a replica, or in its stead, to the relay.
    @Override
    public void answer(NodeId relay, RequestId id, Outcome outcome) {
        if (!traces.isIdle()) {
            traces.answered(id, outcome);
            if (relay.equals(self)) traces.heard(id, self);
        }
        if (relay.equals(self)) router.answered(now, self, id, outcome);
        else mail.outcome(relay, id, outcome);
    }

    /// From the router to the origin.
    @Override
    public void conclude(NodeId origin, RequestId id, Outcome outcome) {
        if (!traces.isIdle()) traces.replied(id, outcome);
        if (!origin.equals(self)) {
            mail.outcome(origin, id, outcome);
            return;
        }
        ActorSlot<?> caller = callers.remove(id);
        if (caller != null) caller.offer(new Input.Answered<>(id, outcome));
    }

    @Override
    public void finished(Request request, long begunNanos, Outcome outcome) {
        if (request.origin().isClient()) observer.answered(request, outcome, begunNanos);
    }

    @Override
    public void reply(HostOutbox.Reply reply) {
        WaitingRequests.Waiter waiter = wishes.remove(reply.id());
        if (waiter == null) return;
        finished(waiter.request, waiter.begunNanos, reply.outcome());
        for (NodeId origin : waiter.origins) conclude(origin, reply.id(), reply.outcome());
    }

    // ---- what the router asks about -----------------------------------------------------------

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public boolean holds(ShardId shard) {
        return replicas.running(shard) != null;
    }

    @Override
    public Liveness liveness(NodeId node) {
        return actors.liveness.liveness(node);
    }

    @Override
    public void mapIsOld() {
        if (actors.mapReader.mapIsOld()) wake(actors.mapReaderSlot, MapReader.READ);
    }

    // ---- facts ------------------------------------------------------------------------------

    @Override
    public void ofReplica(ReplicaSlot<?> slot, Fact fact) {
        switch (fact) {
            case Fact.Leadership leadership -> {
                router.leadership(slot.shard(), leadership.node());
                wakeRegistrar(
                        actors.registrar.leadership(
                                slot.shard(), leadership.node(), leadership.term()));
                wakeJobs(actors.jobRunner.leadership(slot.shard(), leadership.node()));
            }
            case Fact.InForce inForce -> {
                slot.inForce = inForce.descriptor();
                slot.slot.epoch = Math.max(slot.slot.epoch, inForce.descriptor().epoch());
                if (inForce.committed())
                    wakeRegistrar(actors.registrar.committed(inForce.descriptor()));
            }
            case Fact.Suspicion suspicion -> {}
            case Fact.Traced traced -> {}
            case Fact.Marked marked -> {}
        }
    }

    @Override
    public void ofNode(Fact fact) {
        if (fact instanceof Fact.Suspicion(NodeId node, Liveness liveness, String why))
            replicas.tellPeer(node, liveness);
    }

    void wakeRegistrar(boolean wanting) {
        if (wanting) wake(actors.registrarSlot, Registrar.REGISTER);
    }

    void wakeJobs(boolean wanting) {
        if (wanting) wake(actors.jobRunnerSlot, JobRunner.ADVANCE);
    }

    void wake(ActorSlot<?> slot, Timer timer) {
        timers.schedule(slot.address, timer, now.monotonicNanos());
    }

    // ---- state ------------------------------------------------------------------------------

    @Override
    public void applied(ReplicaSlot<?> slot, Step step, @Nullable Outcome outcome) {
        if (!(step instanceof Step.Apply apply) || outcome == null) return;
        if (!traces.isIdle()) traces.applied(slot, apply.command().tag().id(), outcome);
        observer.applied(
                slot.slot.address,
                new Position.Index(apply.index()),
                apply.stamp(),
                apply.command(),
                outcome);
        boolean changed =
                outcome instanceof Outcome.Done done && done.result() instanceof Result.Written;
        if (changed && slot.shard().equals(ShardId.SYSTEM))
            systemTable.applied(slot.store, apply.command());
    }

    /// A replica runs from now on.
    void opened(ReplicaSlot<?> slot) {
        stateIsNew(slot);
        actors.liveness
                .opinions()
                .forEach((node, liveness) -> {
                    if (liveness != Liveness.ALIVE)
                        slot.slot.offer(new Input.PeerChanged<>(node, liveness));
                });
    }

    private void stateIsNew(ReplicaSlot<?> slot) {
        wakeRegistrar(actors.registrar.committed(slot.store.descriptor()));
        if (slot.shard().equals(ShardId.SYSTEM)) systemTable.load(slot.store);
    }

    void closed(ReplicaSlot<?> slot) {
        quiet(slot, new Outcome.Unknown("replica " + slot.slot.address + " was removed"));
        actors.registrar.closed(slot.shard());
        actors.jobRunner.closed(slot.shard());
    }

    @Override
    public void broken(ReplicaSlot<?> slot, Throwable why) {
        slot.slot.stop(why);
        if (why instanceof RottenRecord) replicas.spoiled(slot, String.valueOf(why.getMessage()));
        observer.broken(slot.slot.address, why);
        quiet(slot, new Outcome.Unknown("replica " + slot.slot.address + " has stopped"));
    }

    private void quiet(ReplicaSlot<?> slot, Outcome outcome) {
        storeWriter.forget(slot);
        timers.cancelAll(slot.slot.address);
        router.leadership(slot.shard(), NodeId.NONE);
        slot.answerAll(outcome, this);
    }

    @Override
    public @Nullable ReplicaSlot<?> replicaOf(ActorSlot<?> slot) {
        ReplicaSlot<?> replica = replicas.of(slot.address.shard());
        return replica != null && replica.slot == slot ? replica : null;
    }

    @Override
    public void installed(ReplicaSlot<?> slot) {
        observer.snapshotInstalled(slot.slot.address, slot.store.appliedIndex());
        storeWriter.wants(slot);
        stateIsNew(slot);
    }

    /// The replica and what is installed of its snapshot do not agree: it begins again from what is
    /// durable, as after a crash.
    @Override
    public void misfit(ReplicaSlot<?> slot, String why) {
        slot.slot.stop(new RottenRecord(why));
        replicas.reopen(slot);
        quiet(slot, new Outcome.Unknown("replica " + slot.slot.address + " begins again: " + why));
    }

    /// Forgets what waits at replicas and is over; says whether anything still waits.
    boolean sweepWaiting() {
        boolean any = false;
        wishes.forgetExpired(now.monotonicNanos());
        for (ReplicaSlot<?> slot : replicas.all()) {
            slot.waiting.forgetExpired(now.monotonicNanos());
            any |= !slot.waiting.isEmpty();
        }
        return any || !wishes.isEmpty();
    }
}
