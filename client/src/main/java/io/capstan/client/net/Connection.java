package io.capstan.client.net;

import io.capstan.client.ClientCore;
import io.capstan.client.ClientOptions;
import io.capstan.client.Errand;
import io.capstan.client.Finished;
import io.capstan.client.Outgoing;
import io.capstan.client.TokenText;
import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A session ([ClientCore]) on an event loop of its own, with a [Line] to each contact.
///
/// Requests that other threads submit in one moment leave in one frame: the loop sends once it has
/// taken in all that waits.
final class Connection implements Line.Listener, AutoCloseable {
    /// Made-up ids under which the session knows its contacts until they say their own; far from
    /// any id that a node has.
    private static final long FIRST_CONTACT = 1L << 60;

    private final List<Address> contacts;
    private final EventLoopGroup group;
    private final io.netty.channel.EventLoop loop;
    private final long origin = System.nanoTime();

    // Of the loop alone:
    private final ClientCore core;
    private final TreeMap<NodeId, Line> lines = new TreeMap<>();
    private final TreeMap<Long, CompletableFuture<Finished>> awaited = new TreeMap<>();
    private boolean drainWanted;
    private long timerNanos = Long.MAX_VALUE;
    private @Nullable Future<?> timer;

    Connection(List<Address> contacts, ClientOptions options) {
        this.contacts = List.copyOf(contacts);
        boolean epoll = Epoll.isAvailable();
        group =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("capstan-client", true),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loop = group.next();
        Bootstrap common =
                new Bootstrap()
                        .group(group)
                        .channel(channel(epoll))
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 2_000);
        List<NodeId> ids = new ArrayList<>();
        for (Address address : contacts) {
            NodeId id = new NodeId(FIRST_CONTACT + ids.size());
            ids.add(id);
            lines.put(id, new Line(id, common, address, this));
        }
        SecureRandom entropy = new SecureRandom();
        core =
                new ClientCore(
                        NodeId.client(entropy.nextLong()),
                        new ClientId(entropy.nextLong()),
                        ids,
                        new Randomness(entropy.nextLong()),
                        options);
    }

    private static Class<? extends Channel> channel(boolean epoll) {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// From any thread.
    CompletableFuture<Finished> submit(Errand errand) {
        CompletableFuture<Finished> future = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                long ticket = core.submit(now(), System.currentTimeMillis(), errand);
                awaited.put(ticket, future);
                drainSoon();
            });
        } catch (RejectedExecutionException e) {
            future.complete(ended(closed(), 0));
        }
        return future;
    }

    private static Outcome closed() {
        return new Outcome.Refused(ErrorCode.OVERLOADED, "this client is closed; open another one");
    }

    private static Finished ended(Outcome outcome, int attempts) {
        return new Finished(0, outcome, attempts, Consistency.EVENTUAL, NodeId.NONE, 0);
    }

    /// Where a contact that brought an answer listens.
    Address address(NodeId contact) {
        return contacts.get((int) (contact.value() - FIRST_CONTACT));
    }

    /// From any thread.
    String session() {
        if (loop.inEventLoop()) return core.token();
        try {
            return loop.submit(core::token).syncUninterruptibly().getNow();
        } catch (RejectedExecutionException e) {
            throw CapstanException.of(closed());
        }
    }

    /// From any thread: the session's token with this one taken in; fails with the reason where
    /// that cannot be.
    CompletableFuture<String> join(TokenText.Carried carried) {
        CompletableFuture<String> future = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                Optional<Outcome.Refused> refusal = core.join(carried);
                if (refusal.isEmpty()) future.complete(core.token());
                else future.completeExceptionally(CapstanException.of(refusal.get()));
            });
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(CapstanException.of(closed()));
        }
        return future;
    }

    @Override
    public void received(NodeId contact, Bytes frame) {
        core.received(contact, frame, now());
        drainSoon();
    }

    @Override
    public void lost(NodeId contact) {
        core.lost(contact, now());
        drainSoon();
    }

    private void drainSoon() {
        if (drainWanted) return;
        drainWanted = true;
        loop.execute(this::drain);
    }

    private void drain() {
        drainWanted = false;
        for (Outgoing outgoing : core.drainFrames()) line(outgoing.to()).send(outgoing.frame());
        for (Finished finished : core.drainFinished()) {
            CompletableFuture<Finished> future = awaited.remove(finished.ticket());
            if (future != null) future.complete(finished);
        }
        setTimer(core.nextTimerNanos());
    }

    private Line line(NodeId contact) {
        Line line = lines.get(contact);
        if (line == null) throw new IllegalStateException("no contact " + contact);
        return line;
    }

    /// Keeps one timer at the earliest time asked for; a later one finds out by itself.
    private void setTimer(long nanos) {
        if (nanos >= timerNanos || nanos == Long.MAX_VALUE) return;
        if (timer != null) timer.cancel(false);
        timerNanos = nanos;
        timer = loop.schedule(this::elapsed, Math.max(0, nanos - now()), TimeUnit.NANOSECONDS);
    }

    private void elapsed() {
        timerNanos = Long.MAX_VALUE;
        core.elapsed(now());
        drain();
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    @Override
    public void close() {
        Invariant.check(!loop.inEventLoop(), "a client closed from its own thread");
        if (group.isShuttingDown()) return;
        loop.execute(() -> {
            lines.values().forEach(Line::close);
            awaited.values()
                    .forEach(future ->
                            future.complete(
                                    ended(new Outcome.Unknown("the client was closed"), 1)));
            awaited.clear();
        });
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
