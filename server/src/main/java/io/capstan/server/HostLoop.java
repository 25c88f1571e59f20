package io.capstan.server;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Clock;
import io.capstan.node.host.Host;
import io.capstan.server.port.Completions;
import io.capstan.server.port.Inbox;
import io.capstan.server.telemetry.Bulletin;
import io.netty.channel.EventLoop;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gives a node's host its turns, on one of the node's event loops: the loop reads all connections
/// that have something to say, then the host takes a turn over all of it, and what it sends is
/// written by the same thread. Where the node has one loop, a request changes threads for nothing
/// but the wait for the disk.
///
/// Between two turns the loop looks after its connections once. Other threads may post; whoever
/// posts while the loop sleeps wakes it.
///
/// Frames are bounded by [#MAX_WAITING_BYTES]: beyond it the network is told to read no more, so
/// that the senders feel it. Completions of disk and store are not bounded here, as there are never
/// more than things begun.
///
/// A failure that leaves the host ends its turns: [#ended] completes with it, and nothing more is
/// answered.
public final class HostLoop implements Completions, Inbox {
    /// Bytes of frames that wait for the host's next turn before the network is held back.
    static final long MAX_WAITING_BYTES = 32L << 20;

    /// Without a turn for so long the host is at rest.
    private static final long REST_AFTER_NANOS = 2_000_000;

    private record Arrival(NodeId from, Bytes frame) {}

    private record Errand(CompletableFuture<?> answer, Runnable deed) {}

    private record Completion(Kind kind, long ticket) {
        enum Kind {
            SYNCED,
            SYNC_FAILED,
            FLUSHED
        }
    }

    private final EventLoop loop;
    private final Clock clock;
    private final Reader reader;
    private final Bulletin bulletin;
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Completion> completions = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Errand> errands = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean turnWanted = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean heldBack;

    // Of the loop alone:
    private @Nullable Host host;
    private Runnable rest = () -> {};
    private @Nullable Future<?> timer;
    private long timerNanos = Long.MAX_VALUE;
    private long lastTurnNanos;
    private boolean restAwaited;

    /// `reader` is told when there is room again after it was held back. On `bulletin` the host's
    /// standing is put up after turns.
    public HostLoop(EventLoop loop, Clock clock, Reader reader, Bulletin bulletin) {
        this.loop = loop;
        this.clock = clock;
        this.reader = reader;
        this.bulletin = bulletin;
    }

    /// From now on the loop owns `host`. `atRest` is called on it when no turn was needed for
    /// [#REST_AFTER_NANOS].
    public void start(Host host, Runnable atRest) {
        loop.execute(() -> {
            this.host = host;
            this.rest = atRest;
            turn();
        });
    }

    /// The bytes of frames that wait in front of the host.
    public long waitingBytes() {
        return waitingBytes.get();
    }

    /// Completes when the last turn is over: normally after [#stop], with the failure otherwise.
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /// No more turns after the one under way.
    public void stop() {
        loop.execute(() -> end(null));
    }

    /// What `question` says, asked on the host's own thread between two turns. Fails where there
    /// are no more turns.
    public <T> CompletableFuture<T> ask(Host host, Function<Host, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        errands.add(new Errand(answer, () -> answer.complete(question.apply(host))));
        wantTurn();
        if (ended.isDone()) failErrands();
        return answer;
    }

    @Override
    public boolean received(NodeId from, Bytes frame) {
        arrivals.add(new Arrival(from, frame));
        boolean full = waitingBytes.addAndGet(frame.length()) > MAX_WAITING_BYTES;
        if (full) heldBack = true;
        wantTurn();
        return !full;
    }

    @Override
    public boolean hasRoom() {
        return waitingBytes.get() <= MAX_WAITING_BYTES;
    }

    private void failErrands() {
        for (Errand next = errands.poll(); next != null; next = errands.poll())
            next.answer.completeExceptionally(new CancellationException("the node has ended"));
    }

    @Override
    public void synced(long ticket) {
        complete(Completion.Kind.SYNCED, ticket);
    }

    @Override
    public void syncFailed(long ticket) {
        complete(Completion.Kind.SYNC_FAILED, ticket);
    }

    @Override
    public void flushed(long ticket) {
        complete(Completion.Kind.FLUSHED, ticket);
    }

    private void complete(Completion.Kind kind, long ticket) {
        completions.add(new Completion(kind, ticket));
        wantTurn();
    }

    /// A turn after what the loop is doing now.
    private void wantTurn() {
        if (ended.isDone() || !turnWanted.compareAndSet(false, true)) return;
        try {
            loop.execute(this::wantedTurn);
        } catch (RejectedExecutionException e) {
            // The loop itself has ended, and the host's turns before it.
            failErrands();
        }
    }

    private void wantedTurn() {
        turnWanted.set(false);
        turn();
    }

    private void turn() {
        Host turning = host;
        if (turning == null || ended.isDone()) return;
        try {
            takeIn(turning);
            long now = clock.monotonicNanos();
            if (turning.hasWork() || turning.nextTimerNanos() <= now) {
                turning.turn();
                lastTurnNanos = now;
                bulletin.turned(turning, now);
                awaitRest(REST_AFTER_NANOS);
            }
            // A timer that is due already lets the loop look after its connections first.
            boolean more = turning.hasWork() || !arrivals.isEmpty();
            setTimer(more ? now : turning.nextTimerNanos());
        } catch (Throwable failure) {
            end(failure);
        }
    }

    private void end(@Nullable Throwable failure) {
        if (failure == null) ended.complete(null);
        else ended.completeExceptionally(failure);
        failErrands();
    }

    private void takeIn(Host host) {
        long taken = 0;
        for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
            host.received(next.from, next.frame);
            taken += next.frame.length();
            if (taken > MAX_WAITING_BYTES) break;
        }
        if (taken > 0) waitingBytes.addAndGet(-taken);
        for (Completion next = completions.poll(); next != null; next = completions.poll())
            switch (next.kind) {
                case SYNCED -> host.synced(next.ticket);
                case SYNC_FAILED -> host.syncFailed(next.ticket);
                case FLUSHED -> host.flushed(next.ticket);
            }
        for (Errand next = errands.poll(); next != null; next = errands.poll()) next.deed.run();
        if (heldBack && waitingBytes.get() <= MAX_WAITING_BYTES / 2) {
            heldBack = false;
            reader.goOn();
        }
    }

    /// The earliest time asked for wakes the loop; a turn that comes too early sets the next.
    private void setTimer(long nanos) {
        if (nanos >= timerNanos) return;
        if (timer != null) timer.cancel(false);
        timerNanos = nanos;
        long left = Math.max(0, nanos - clock.monotonicNanos());
        timer = loop.schedule(this::timerFired, left, TimeUnit.NANOSECONDS);
    }

    private void timerFired() {
        timerNanos = Long.MAX_VALUE;
        turn();
    }

    private void awaitRest(long nanos) {
        if (restAwaited) return;
        restAwaited = true;
        var _ = loop.schedule(this::maybeRest, nanos, TimeUnit.NANOSECONDS);
    }

    private void maybeRest() {
        restAwaited = false;
        long left = lastTurnNanos + REST_AFTER_NANOS - clock.monotonicNanos();
        if (left > 0) awaitRest(left);
        else rest.run();
    }
}
