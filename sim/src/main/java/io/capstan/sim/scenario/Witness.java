package io.capstan.sim.scenario;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.id.NodeId;
import io.capstan.core.log.Position;
import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import io.capstan.node.Protocols;
import io.capstan.node.host.HostObserver;
import io.capstan.sim.clock.TrueTime;
import io.capstan.sim.law.AgreementLaw;
import io.capstan.sim.law.Breach;
import io.capstan.sim.law.Court;
import io.capstan.sim.law.GroupLaw;
import io.capstan.sim.world.Spectator;
import java.util.Optional;

/// Holds the invariants over a scenario too.
final class Witness implements Spectator, HostObserver, TrueTime {
    private final Court court = new Court(this);
    private final AgreementLaw agreement = new AgreementLaw(court);
    private final GroupLaw<?> groups = new GroupLaw<>(court, raft());
    private Optional<TrueTime> time = Optional.empty();

    private static ReplicationProtocol<?> raft() {
        return Protocols.named("raft").orElseThrow();
    }

    void watch(TrueTime worlds) {
        time = Optional.of(worlds);
    }

    @Override
    public long nanos() {
        return time.map(TrueTime::nanos).orElse(0L);
    }

    Optional<String> breach() {
        return court.breach().map(Breach::story);
    }

    @Override
    public HostObserver observer(int place) {
        return this;
    }

    @Override
    public void delivered(int fromPlace, int toPlace, NodeId from, Bytes frame) {}

    @Override
    public void happened(int place, String what) {}

    @Override
    public void stepped(Address address, Actor<?> actor, Input<?> input) {
        groups.stepped(address, actor);
    }

    @Override
    public void applied(
            Address replica, Position at, HybridTime stamp, Command command, Outcome outcome) {
        agreement.applied(replica, at, stamp, command, outcome);
    }

    @Override
    public void broken(Address actor, Throwable why) {
        court.broken(Court.INVARIANT, actor + " has stopped: " + why.getMessage());
    }
}
