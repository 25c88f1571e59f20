package io.capstan.node.host;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.time.Now;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.Malformed;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One actor at the host: its inputs that wait for a turn, and what it has asked for in this one.
///
/// An actor that breaks an invariant is never stepped again, and nothing that it asked for in that
/// turn is carried out: for the world it stopped before the turn.
final class ActorSlot<M extends Message> {
    /// How an actor's messages travel: their codec, the kind of their envelopes, their priority.
    record Post<M extends Message>(Codec<M> codec, int kind, Priority priority) {}

    final Address address;
    final Actor<M> actor;
    final Post<M> post;
    final HostOutbox<M> out;

    /// The epoch under which the actor's messages travel: of the newest descriptor it goes by; 0
    /// for the node's own actors.
    long epoch;

    private final Ready ready;
    private ArrayDeque<Input<M>> inputs = new ArrayDeque<>();
    private ArrayDeque<Input<M>> stepping = new ArrayDeque<>();
    private @Nullable Throwable broken;

    ActorSlot(Address address, Actor<M> actor, Post<M> post, HostOutbox<M> out, Ready ready) {
        this.address = address;
        this.actor = actor;
        this.post = post;
        this.out = out;
        this.ready = ready;
    }

    /// Keeps an input for the next steps. An actor that has stopped takes none.
    void offer(Input<M> input) {
        if (broken != null) return;
        if (inputs.isEmpty()) ready.add(this);
        inputs.add(input);
    }

    /// Why the actor has stopped for good; null while it runs.
    @Nullable Throwable broken() {
        return broken;
    }

    /// Stops the actor for good.
    void stop(Throwable why) {
        broken = why;
        inputs.clear();
        out.clear();
    }

    /// Feeds the actor everything that waits. False where it broke on the way.
    boolean step(Now now, HostObserver observer) {
        ArrayDeque<Input<M>> waiting = inputs;
        inputs = stepping;
        stepping = waiting;
        out.at(now.monotonicNanos());
        for (Input<M> input = waiting.poll(); input != null; input = waiting.poll()) {
            try {
                actor.on(now, input, out);
            } catch (Invariant.Broken | Malformed e) {
                waiting.clear();
                stop(e);
                return false;
            }
            observer.stepped(address, actor, input);
        }
        return true;
    }
}
