package io.capstan.node.host;

import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import io.capstan.membership.liveness.LivenessActor;
import io.capstan.membership.liveness.LivenessCodec;
import io.capstan.membership.liveness.LivenessMessage;
import io.capstan.node.catalog.ClusterDeeds;
import io.capstan.node.catalog.JobRunner;
import io.capstan.node.catalog.MapReader;
import io.capstan.node.catalog.NoMessage;
import io.capstan.node.catalog.Registrar;
import io.capstan.node.catalog.Reseating;
import java.util.List;

/// The node's own actors, one of each: liveness, those that keep node and map in step, and those
/// that do the deeds of the whole cluster.
final class NodeActors {
    final LivenessActor liveness;
    final Registrar registrar;
    final MapReader mapReader;
    final JobRunner jobRunner;
    final ActorSlot<LivenessMessage> livenessSlot;
    final ActorSlot<NoMessage> registrarSlot;
    final ActorSlot<NoMessage> mapReaderSlot;
    final ActorSlot<NoMessage> deedsSlot;
    final ActorSlot<NoMessage> jobRunnerSlot;
    final ActorSlot<NoMessage> reseatingSlot;

    NodeActors(
            NodeId self,
            LivenessActor liveness,
            Registrar registrar,
            MapReader mapReader,
            ClusterDeeds deeds,
            JobRunner jobRunner,
            Reseating reseating,
            Tickets tickets,
            Timers timers,
            Ready ready) {
        this.liveness = liveness;
        this.registrar = registrar;
        this.mapReader = mapReader;
        this.jobRunner = jobRunner;
        Address address = Address.ofNode(self);
        livenessSlot =
                new ActorSlot<>(
                        address,
                        liveness,
                        new ActorSlot.Post<>(
                                LivenessCodec.INSTANCE, Envelope.LIVENESS, Priority.LIVENESS),
                        new HostOutbox<>(address, tickets, timers),
                        ready);
        registrarSlot = mute(self, 1, registrar, tickets, timers, ready);
        mapReaderSlot = mute(self, 2, mapReader, tickets, timers, ready);
        deedsSlot = mute(self, 3, deeds, tickets, timers, ready);
        jobRunnerSlot = mute(self, 4, jobRunner, tickets, timers, ready);
        reseatingSlot = mute(self, 5, reseating, tickets, timers, ready);
    }

    private static ActorSlot<NoMessage> mute(
            NodeId self,
            long number,
            Actor<NoMessage> actor,
            Tickets tickets,
            Timers timers,
            Ready ready) {
        Address address = new Address(self, ShardId.NONE, new ReplicaId(number));
        return new ActorSlot<>(
                address,
                actor,
                new ActorSlot.Post<>(Mute.INSTANCE, 0, Priority.DATA),
                new HostOutbox<>(address, tickets, timers),
                ready);
    }

    List<ActorSlot<?>> all() {
        return List.of(
                livenessSlot,
                registrarSlot,
                mapReaderSlot,
                deedsSlot,
                jobRunnerSlot,
                reseatingSlot);
    }

    /// The first input of each, so that it can set its timers.
    void start() {
        livenessSlot.offer(new Input.TimerFired<>(LivenessActor.HEARTBEAT));
        registrarSlot.offer(new Input.TimerFired<>(Registrar.REGISTER));
        mapReaderSlot.offer(new Input.TimerFired<>(MapReader.READ));
    }

    /// The actor at this address of the node.
    ActorSlot<? extends Message> at(ReplicaId number) {
        return switch ((int) number.value()) {
            case 1 -> registrarSlot;
            case 2 -> mapReaderSlot;
            case 3 -> deedsSlot;
            case 4 -> jobRunnerSlot;
            case 5 -> reseatingSlot;
            default -> livenessSlot;
        };
    }

    /// The codec of actors that send nothing.
    private enum Mute implements Codec<NoMessage> {
        INSTANCE;

        @Override
        public void write(NoMessage value, WireWriter out) {}

        @Override
        public NoMessage read(WireReader in) {
            throw new Malformed("a message to an actor that takes none");
        }
    }
}
