package io.capstan.sim.trial;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.id.NodeId;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Position;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import io.capstan.node.host.HostObserver;
import io.capstan.sim.clock.TrueTime;
import io.capstan.sim.law.AgreementLaw;
import io.capstan.sim.law.Court;
import io.capstan.sim.law.GroupLaw;
import io.capstan.sim.trace.Digest;
import io.capstan.sim.trace.Happening;
import io.capstan.sim.trace.TraceHash;
import io.capstan.sim.trace.TraceLines;
import io.capstan.sim.workload.Operation;
import io.capstan.sim.workload.OperationWatch;
import io.capstan.sim.world.Spectator;
import java.util.Optional;
import java.util.function.Predicate;

/// Sees everything and passes it on: to the hash, to counters, to the laws that no client can see,
/// and, where asked, to lines for people.
final class Watch implements Spectator, OperationWatch {
    /// What a replica that begins an election tells of itself.
    private static final String STANDING = "standing";

    private final TrueTime time;
    private final Court court;
    private final Counters counters;
    private final TraceHash hash;
    private final Optional<TraceLines> lines;
    private final Optional<GroupLaw<?>> groups;
    private final Optional<AgreementLaw> agreement;
    private Predicate<Address> expectedToBreak = address -> false;
    private Optional<Traps> traps = Optional.empty();
    private Optional<Rifts> rifts = Optional.empty();

    Watch(
            TrueTime time,
            Court court,
            Counters counters,
            TraceHash hash,
            Optional<TraceLines> lines,
            Optional<GroupLaw<?>> groups) {
        this.time = time;
        this.court = court;
        this.counters = counters;
        this.hash = hash;
        this.lines = lines;
        this.groups = groups;
        this.agreement = groups.map(on -> new AgreementLaw(court));
    }

    /// Tells which replicas may stop for good, because the schedule spoilt what they had.
    void expect(Predicate<Address> toBreak) {
        this.expectedToBreak = toBreak;
    }

    /// Tells what replicas publish of themselves to those who wait for it too.
    void spring(Traps waiting, Rifts toBegin) {
        this.traps = Optional.of(waiting);
        this.rifts = Optional.of(toBegin);
    }

    @Override
    public HostObserver observer(int place) {
        return new Eye(place);
    }

    @Override
    public void delivered(int fromPlace, int toPlace, NodeId from, Bytes frame) {
        hash.add(time.nanos(), toPlace, Happening.FRAME, fromPlace, Digest.of(frame));
    }

    @Override
    public void happened(int place, String what) {
        hash.add(time.nanos(), place, Happening.WORLD, 0, what.hashCode());
        lines.ifPresent(l -> l.world(time.nanos(), place == 0 ? "world" : "@" + place, what));
    }

    @Override
    public void invoked(Operation operation) {
        client(operation, "invokes ");
    }

    @Override
    public void completed(Operation operation) {
        client(operation, "");
    }

    private void client(Operation operation, String verb) {
        String what = verb + operation;
        hash.add(time.nanos(), 0, Happening.CLIENT, operation.client(), what.hashCode());
        lines.ifPresent(l -> l.world(time.nanos(), "client", what));
    }

    /// The observer of the host in one place.
    private final class Eye implements HostObserver {
        private final int place;

        Eye(int place) {
            this.place = place;
        }

        @Override
        public void stepped(Address address, Actor<?> actor, Input<?> input) {
            counters.events++;
            hash.add(
                    time.nanos(),
                    place,
                    Digest.kind(input),
                    address.shard().value(),
                    Digest.of(input));
            if (input instanceof Input.Fetched<?>(long ticket, Answer.Chunk(var chunk))
                    && chunk.number() == 0) counters.snapshotsSent++;
            if (groups.isPresent()) groups.get().stepped(address, actor);
            if (lines.isPresent())
                lines.get().actor(time.nanos(), address, actor, TraceLines.words(input));
        }

        @Override
        public void applied(
                Address replica, Position at, HybridTime stamp, Command command, Outcome outcome) {
            if (agreement.isPresent())
                agreement.get().applied(replica, at, stamp, command, outcome);
            if (traps.isPresent()) traps.get().applies(replica);
        }

        @Override
        public void published(Address actor, Fact fact) {
            switch (fact) {
                case Fact.Leadership(var leader, var node, long term) -> {
                    if (leader.equals(actor.replica()) && !leader.isNone()) {
                        counters.leads(actor.shard(), term);
                        if (traps.isPresent()) traps.get().leads(actor);
                    }
                }
                case Fact.InForce(var descriptor, boolean committed) -> {
                    if (committed) counters.inForce(descriptor.shard(), descriptor.epoch());
                    else if (rifts.isPresent()) rifts.get().entered(actor, descriptor);
                }
                case Fact.Marked(var mark) -> {
                    counters.reached(mark);
                    if (traps.isPresent()) traps.get().reached(actor, mark);
                }
                case Fact.Traced(var event) -> {
                    tell(actor, event.toString());
                    if (traps.isPresent() && event.kind().equals(STANDING))
                        traps.get().stands(actor);
                }
                case Fact.Suspicion(var node, var liveness, var why) ->
                        tell(actor, "holds " + node + " for " + liveness + ": " + why);
            }
        }

        private void tell(Address actor, String what) {
            lines.ifPresent(l -> l.world(time.nanos(), actor.toString(), what));
        }

        @Override
        public void snapshotInstalled(Address replica, long index) {
            counters.snapshotsInstalled++;
            if (traps.isPresent()) traps.get().installs(replica);
            tell(replica, "snapshot installed up to " + index);
        }

        @Override
        public void broken(Address actor, Throwable why) {
            counters.replicasBroken++;
            tell(actor, "has stopped: " + why.getMessage());
            if (!expectedToBreak.test(actor) && groups.isPresent())
                court.broken(Court.INVARIANT, actor + " has stopped: " + why.getMessage());
        }

        @Override
        public void frameRefused(NodeId from, String why) {
            counters.framesRefused++;
        }
    }
}
