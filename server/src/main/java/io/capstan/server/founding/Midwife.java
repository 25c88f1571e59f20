package io.capstan.server.founding;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Disk;
import io.capstan.core.port.Entropy;
import io.capstan.core.port.Network;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.node.identity.Birth;
import io.capstan.node.identity.Founding;
import io.capstan.node.identity.FoundingMessage;
import io.capstan.node.identity.Pledge;
import io.capstan.server.port.Completions;
import io.capstan.server.port.Inbox;
import io.capstan.server.port.PortFailure;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Attends a node's [Birth]: brings it what comes from the network, the disk and the clock, on the
/// one thread that waits in [#attend].
///
/// What comes while [#MAX_WAITING] events wait is dropped, as if the network had lost it: everybody
/// asks again. Completions of the disk are few and always have room.
public final class Midwife implements Inbox, Completions {
    private static final int MAX_WAITING = 1_024;

    /// Kept free for the disk's completions.
    private static final int FOR_COMPLETIONS = 16;

    /// How long the founding may be waited for before the log says so again.
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final System.Logger LOG = System.getLogger("capstan.founding");

    private final ArrayBlockingQueue<Consumer<Birth>> events =
            new ArrayBlockingQueue<>(MAX_WAITING + FOR_COMPLETIONS);
    private volatile String waitsFor = "";

    /// Returns once the founding is durable in the node's folder; it can take for ever where a
    /// listed node never comes. A [PortFailure] says, for people, why there is none.
    public Founding attend(
            Disk disk,
            Entropy entropy,
            Network network,
            Pledge wanted,
            Function<String, InetSocketAddress> resolver) {
        NodeId endpoint = NodeId.client(entropy.nextLong());
        Caller caller =
                new Caller(
                        endpoint,
                        resolver,
                        (address, answer) -> post(birth -> birth.answered(address, answer)));
        Birth birth = new Birth(disk, entropy, wanted, new OverSockets(caller, network, wanted));
        return attend(birth);
    }

    /// What is being waited for, for people; empty before the first look.
    public String waitsFor() {
        return waitsFor;
    }

    private Founding attend(Birth birth) {
        long told = System.nanoTime();
        long asked = told;
        birth.elapsed();
        while (true) {
            switch (birth.stage()) {
                case Birth.Stage.Done(Founding founding) -> {
                    return founding;
                }
                case Birth.Stage.Refused(String why) -> throw new PortFailure(why);
                case Birth.Stage.Waiting(String why) -> waitsFor = why;
            }
            long now = System.nanoTime();
            if (now - told > TELL_EVERY_NANOS) {
                told = now;
                LOG.log(System.Logger.Level.INFO, "waiting for {0}", waitsFor);
            }
            if (now - asked >= TimeUnit.MILLISECONDS.toNanos(Birth.PAUSE_MILLIS)) {
                asked = now;
                birth.elapsed();
            }
            next(birth);
        }
    }

    private void next(Birth birth) {
        try {
            Consumer<Birth> event = events.poll(Birth.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            if (event != null) event.accept(birth);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PortFailure("the start was broken off while it waited for " + waitsFor);
        }
    }

    private void post(Consumer<Birth> event) {
        if (events.remainingCapacity() > FOR_COMPLETIONS) {
            var _ = events.offer(event);
        }
    }

    @Override
    public boolean received(NodeId from, Bytes frame) {
        if (!from.isClient()) return true;
        try {
            FoundingWire.message(FrameCodec.decode(frame))
                    .ifPresent(message -> {
                        if (message instanceof FoundingMessage.Question question)
                            post(birth -> birth.asked(from, question));
                    });
        } catch (Malformed e) {
            LOG.log(System.Logger.Level.WARNING, "refused a frame from {0}: {1}", from, e);
        }
        return true;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void synced(long ticket) {
        var _ = events.offer(birth -> birth.synced(ticket));
    }

    @Override
    public void syncFailed(long ticket) {
        var _ = events.offer(birth -> birth.syncFailed(ticket));
    }

    @Override
    public void flushed(long ticket) {}

    /// The ways of a birth in the real world.
    private record OverSockets(Caller caller, Network network, Pledge pledge)
            implements Birth.Ways {
        @Override
        public void ask(String address, FoundingMessage.Question question) {
            caller.ask(address, question);
        }

        @Override
        public void answer(NodeId asker, FoundingMessage answer) {
            network.send(asker, Network.Priority.DATA, FoundingWire.frame(pledge.id(), answer));
        }
    }
}
