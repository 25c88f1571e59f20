package io.capstan.server;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Clock;
import io.capstan.node.host.Host;
import io.capstan.server.port.Completions;
import io.capstan.server.port.Inbox;
import io.capstan.server.telemetry.Bulletin;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one thread of a node's host: takes in what other threads post, gives the host its turns, and
/// sleeps until there is something to do.
///
/// Frames are bounded by [#MAX_WAITING_BYTES]: beyond it the network is told to read no more, so
/// that the senders feel it. Completions of disk and store are not bounded here, as there are never
/// more than things begun.
///
/// A failure that leaves the host ends the loop: [#ended] completes with it, and nothing more is
/// answered.
public final class EventLoop implements Completions, Inbox {
    /// Bytes of frames that wait for the host's next turn before the network is held back.
    static final long MAX_WAITING_BYTES = 32L << 20;

    private record Arrival(NodeId from, Bytes frame) {}

    private record Errand(CompletableFuture<?> answer, Runnable deed) {}

    private record Completion(Kind kind, long ticket) {
        enum Kind {
            SYNCED,
            SYNC_FAILED,
            FLUSHED
        }
    }

    private final Clock clock;
    private final Reader reader;
    private final Bulletin bulletin;
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Completion> completions = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Errand> errands = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean heldBack;
    private volatile boolean asleep;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    /// `reader` is told when there is room again after it was held back. On `bulletin` the host's
    /// standing is put up after turns.
    public EventLoop(Clock clock, Reader reader, Bulletin bulletin) {
        this.clock = clock;
        this.reader = reader;
        this.bulletin = bulletin;
    }

    /// Starts the thread that owns `host` from now on. `rest` is called on it before it sleeps.
    public void start(String name, Host host, Runnable rest) {
        thread = Thread.ofPlatform().name("capstan-" + name).start(() -> run(host, rest));
    }

    /// The bytes of frames that wait in front of the host.
    public long waitingBytes() {
        return waitingBytes.get();
    }

    /// Completes when the loop has ended: normally after [#stop], with the failure otherwise.
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /// Ends the loop after the turn under way.
    public void stop() {
        stopping = true;
        wake();
    }

    /// What `question` says, asked on the host's own thread between two turns. Fails where the loop
    /// has ended.
    public <T> CompletableFuture<T> ask(Host host, Function<Host, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        errands.add(new Errand(answer, () -> answer.complete(question.apply(host))));
        wake();
        if (ended.isDone()) failErrands();
        return answer;
    }

    @Override
    public boolean received(NodeId from, Bytes frame) {
        arrivals.add(new Arrival(from, frame));
        boolean full = waitingBytes.addAndGet(frame.length()) > MAX_WAITING_BYTES;
        if (full) heldBack = true;
        wake();
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
        wake();
    }

    private void wake() {
        if (asleep) LockSupport.unpark(thread);
    }

    private void run(Host host, Runnable rest) {
        try {
            while (!stopping) {
                takeIn(host);
                if (host.hasWork() || host.nextTimerNanos() <= clock.monotonicNanos()) {
                    host.turn();
                    bulletin.turned(host, clock.monotonicNanos());
                } else {
                    rest.run();
                    sleep(host.nextTimerNanos());
                }
            }
            ended.complete(null);
        } catch (Throwable failure) {
            ended.completeExceptionally(failure);
        } finally {
            failErrands();
        }
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

    /// Says that it sleeps before it looks once more, so that whatever is posted after the look
    /// wakes it.
    private void sleep(long untilNanos) {
        asleep = true;
        boolean nothing =
                arrivals.isEmpty() && completions.isEmpty() && errands.isEmpty() && !stopping;
        if (nothing && untilNanos == Long.MAX_VALUE) LockSupport.park(this);
        else if (nothing) LockSupport.parkNanos(this, untilNanos - clock.monotonicNanos());
        asleep = false;
    }
}
