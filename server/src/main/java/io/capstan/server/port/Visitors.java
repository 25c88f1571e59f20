package io.capstan.server.port;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// The connections that others have made to the native port, in the order of their coming, and what
/// they may take together ([PortBounds]).
///
/// From any thread; what it decides about a connection is carried out on that one's own.
final class Visitors {
    /// The most connections of one known node: one a priority class, and what a broken network has
    /// left behind. Beyond it that node's oldest is closed.
    static final int MAX_OF_A_PEER = 8;

    /// How a connection stands here.
    enum Standing {
        /// It has not said yet who it is.
        SILENT,
        /// A client, or a node that is not known by its address.
        GUEST,
        /// A node that is.
        PEER,
        /// Refused; it is given a moment to read why.
        LEAVING
    }

    private final PortBounds bounds;
    private final LinkedHashSet<Inbound> all = new LinkedHashSet<>();
    private final AtomicLong answerBytes = new AtomicLong();
    private final AtomicLong unfinishedBytes = new AtomicLong();
    private boolean looking;
    private volatile int open;

    Visitors(PortBounds bounds) {
        this.bounds = bounds;
    }

    PortBounds bounds() {
        return bounds;
    }

    /// How many there are.
    int open() {
        return open;
    }

    long unfinishedBytes() {
        return unfinishedBytes.get();
    }

    long answerBytes() {
        return answerBytes.get();
    }

    /// One more has come; it, or another in its stead, may be refused for it.
    synchronized void came(Inbound newcomer, EventLoop loop) {
        all.add(newcomer);
        open = all.size();
        if (count(Visitors::isSilent) > bounds.silent())
            newestIdle(Visitors::isSilent, PortBounds.GRACE)
                    .or(() -> all.stream().filter(Visitors::isSilent).findFirst())
                    .orElse(newcomer)
                    .refuse(
                            Refusal.CROWDED,
                            bounds.silent()
                                    + " connections that have said nothing are open, which is the"
                                    + " bound; say something at once, or try again later");
        if (!looking) lookLater(loop);
    }

    /// A connection has said who it is. Where it may not stay it is refused.
    synchronized void settled(Inbound one) {
        switch (one.standing()) {
            case GUEST -> {
                if (count(Visitors::isGuest) > bounds.guests())
                    newestIdle(Visitors::isGuest, PortBounds.IDLE)
                            .orElse(one)
                            .refuse(
                                    Refusal.CROWDED,
                                    bounds.guests()
                                            + " clients are connected, which is the bound; close"
                                            + " some connections, or ask another node");
            }
            case PEER -> {
                Predicate<Inbound> same = other -> other.isPeer(one.sender());
                if (count(same) > MAX_OF_A_PEER)
                    all.stream().filter(same).findFirst().ifPresent(Inbound::end);
            }
            case SILENT, LEAVING -> {}
        }
    }

    synchronized void gone(Inbound one) {
        all.remove(one);
        open = all.size();
        unfinished(-one.unfinishedBytes());
    }

    /// The bytes of unfinished frames have grown, or shrunk, by so much.
    void unfinished(long more) {
        if (unfinishedBytes.addAndGet(more) > bounds.unfinishedBytes()) endOldestFrame();
    }

    private synchronized void endOldestFrame() {
        Optional<Inbound> oldest =
                all.stream()
                        .filter(one -> one.standing() != Standing.PEER)
                        .filter(one -> one.unfinishedBytes() > 0)
                        .min((a, b) -> Long.compare(a.unfinishedSince(), b.unfinishedSince()));
        oldest.ifPresent(one ->
                one.refuse(
                        Refusal.UNFINISHED,
                        "unfinished frames hold "
                                + bounds.unfinishedBytes()
                                + " bytes, which is the bound, and this connection's is the"
                                + " oldest; send frames whole"));
    }

    /// Takes room for an answer; false where there is none.
    boolean takeRoom(int bytes) {
        if (answerBytes.addAndGet(bytes) <= bounds.allAnswerBytes()) return true;
        answerBytes.addAndGet(-bytes);
        return false;
    }

    void giveRoom(int bytes) {
        answerBytes.addAndGet(-bytes);
    }

    /// There was no room for an answer: who has taken nothing for the longest must go.
    synchronized void relieve() {
        long now = System.nanoTime();
        all.stream()
                .filter(one -> one.deafNanos(now) > PortBounds.GRACE.toNanos())
                .max((a, b) -> Long.compare(a.deafNanos(now), b.deafNanos(now)))
                .ifPresent(Inbound::endDeaf);
    }

    private long count(Predicate<Inbound> which) {
        return all.stream().filter(which).count();
    }

    private Optional<Inbound> newestIdle(Predicate<Inbound> which, Duration idle) {
        long now = System.nanoTime();
        return all.reversed().stream()
                .filter(which)
                .filter(one -> now - one.heardNanos() >= idle.toNanos())
                .findFirst();
    }

    private static boolean isSilent(Inbound one) {
        return one.standing() == Standing.SILENT;
    }

    private static boolean isGuest(Inbound one) {
        return one.standing() == Standing.GUEST;
    }

    private void lookLater(EventLoop loop) {
        looking = !all.isEmpty();
        if (!looking) return;
        long nanos = bounds.look().toNanos();
        var _ = loop.schedule(() -> look(loop), nanos, TimeUnit.NANOSECONDS);
    }

    private synchronized void look(EventLoop loop) {
        all.forEach(Inbound::lookSoon);
        lookLater(loop);
    }
}
