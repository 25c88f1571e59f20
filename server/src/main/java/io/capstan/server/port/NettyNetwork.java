package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Network;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The network port over TCP. To each peer one connection a priority class, made when first needed
/// ([Outbound]); from each peer and client what it makes ([Inbound]). Clients, and peers whose
/// address is not known because they are only about to join, are answered over their own
/// connection.
///
/// Bounds
/// - [Outbound#MAX_FRAMES], [Outbound#MAX_BYTES] to a peer; what is more is dropped and counted.
/// - [#CLIENT_BYTES] to a client that does not read; what is more is dropped and counted.
/// - [#MAX_CONNECTIONS] from outside; one more is closed at once.
/// - When the inbox is full, connections that bring more are not read until it has room.
public final class NettyNetwork implements Network, Inbox.Reader, AutoCloseable {
    static final int MAX_CONNECTIONS = 4096;
    static final int CLIENT_BYTES = 16 << 20;
    private static final int BACKLOG = 1024;

    /// Connections ended for what they brought are told of up to so often.
    private static final int MAX_TOLD = 100;

    private record Lane(NodeId to, Priority priority) implements Comparable<Lane> {
        @Override
        public int compareTo(Lane other) {
            int byNode = to.compareTo(other.to);
            return byNode != 0 ? byNode : priority.compareTo(other.priority);
        }
    }

    private final Transport transport;
    private final Map<NodeId, InetSocketAddress> addresses = new ConcurrentSkipListMap<>();
    private final Map<Lane, Outbound> outbound = new ConcurrentSkipListMap<>();
    private final Map<NodeId, Channel> callers = new ConcurrentSkipListMap<>();
    private final Set<Channel> accepted = ConcurrentHashMap.newKeySet();
    private final Set<Channel> heldBack = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicInteger told = new AtomicInteger();
    private @Nullable Inbox inbox;
    private @Nullable Channel listener;

    public NettyNetwork(Transport transport) {
        this.transport = transport;
    }

    /// Begins to accept connections; what they bring goes to `into`. Returns the port (the system's
    /// choice where `at` has port 0). A [PortFailure] where the address is not to be had.
    public int listen(InetSocketAddress at, Inbox into) {
        inbox = into;
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(transport.data())
                        .channel(transport.listening())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(CLIENT_BYTES / 2, CLIENT_BYTES))
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel made) {
                                        accept(made);
                                    }
                                })
                        .bind(at)
                        .awaitUninterruptibly();
        if (!bound.isSuccess())
            throw new PortFailure(
                    "cannot listen on "
                            + at.getHostString()
                            + ":"
                            + at.getPort()
                            + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        listener = bound.channel();
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void accept(Channel made) {
        if (connections.incrementAndGet() > MAX_CONNECTIONS) {
            connections.decrementAndGet();
            var _ = made.close();
            return;
        }
        accepted.add(made);
        made.pipeline().addLast(Wire.cutter(), new Inbound(this));
    }

    /// Where this node is to be reached from now on.
    public void know(NodeId node, InetSocketAddress address) {
        InetSocketAddress before = addresses.put(node, address);
        if (before == null || before.equals(address)) return;
        for (Priority priority : Priority.values()) {
            Outbound old = outbound.remove(new Lane(node, priority));
            if (old != null) old.close();
        }
    }

    /// Frames dropped because their peer or client did not take them.
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void send(NodeId to, Priority priority, Bytes frame) {
        SocketAddress address = to.isClient() ? null : addresses.get(to);
        if (address == null) {
            sendBack(to, frame);
            return;
        }
        outbound.computeIfAbsent(new Lane(to, priority), lane -> lane(lane, address)).send(frame);
    }

    private Outbound lane(Lane lane, SocketAddress address) {
        EventLoop loop =
                lane.priority == Priority.LIVENESS
                        ? transport.liveness().next()
                        : transport.data().next();
        return new Outbound(transport, loop, address, dropped, this::returned);
    }

    private void sendBack(NodeId caller, Bytes frame) {
        Channel channel = callers.get(caller);
        if (channel == null || !channel.isWritable()) {
            dropped.incrementAndGet();
        } else {
            var _ = channel.writeAndFlush(Wire.out(frame), channel.voidPromise());
        }
    }

    void called(NodeId caller, Channel channel) {
        callers.put(caller, channel);
    }

    /// A frame over a connection of our making: from a peer that does not know our address.
    private void returned(Channel channel, Bytes frame) {
        NodeId from = FrameCodec.sender(frame);
        if (from.isNone() || from.isClient())
            throw new Malformed("a peer that calls itself " + from);
        arrived(channel, from, frame);
    }

    void arrived(Channel channel, NodeId from, Bytes frame) {
        if (inbox == null || inbox.received(from, frame)) return;
        heldBack.add(channel);
        channel.config().setAutoRead(false);
        if (inbox.hasRoom()) readOn(channel);
    }

    private void readOn(Channel channel) {
        if (heldBack.remove(channel)) channel.config().setAutoRead(true);
    }

    @Override
    public void goOn() {
        for (Channel channel : Set.copyOf(heldBack)) readOn(channel);
    }

    /// Whether one more broken connection may be told of: the log must not be a stranger's to fill.
    boolean mayTell() {
        return told.incrementAndGet() <= MAX_TOLD;
    }

    void gone(Channel channel, NodeId sender) {
        connections.decrementAndGet();
        accepted.remove(channel);
        heldBack.remove(channel);
        callers.remove(sender, channel);
    }

    /// Accepts nothing more and closes every connection.
    @Override
    public void close() {
        if (listener != null) listener.close().awaitUninterruptibly();
        for (Channel channel : accepted) {
            var _ = channel.close();
        }
        outbound.values().forEach(Outbound::close);
    }
}
