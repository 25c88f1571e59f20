package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Network;
import io.capstan.core.request.Outcome;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The network port over TCP. To each peer one connection a priority class, made when first needed
/// ([Outbound]); from each peer and client what it makes ([Inbound]). Clients, and peers whose
/// address is not known because they are only about to join, are answered over their own
/// connection.
///
/// Bounds
/// - [Outbound#MAX_FRAMES], [Outbound#MAX_BYTES] to a peer; what is more is dropped and counted.
/// - [PortBounds] for what comes from outside: numbers of connections, patience, bytes.
/// - When the inbox is full, connections that bring more are not read until it has room.
public final class NettyNetwork implements Network, Inbox.Reader, AutoCloseable {
    private static final int BACKLOG = 1024;

    /// The name of this port in figures and log.
    private static final String PORT = "native";

    /// A connection that brings frames and can be told to bring no more for a while.
    interface Source {
        /// From the thread of the connection.
        void hold();

        /// From any thread.
        void goOn();
    }

    private record Lane(NodeId to, Priority priority) implements Comparable<Lane> {
        @Override
        public int compareTo(Lane other) {
            int byNode = to.compareTo(other.to);
            return byNode != 0 ? byNode : priority.compareTo(other.priority);
        }
    }

    private final Loops loops;
    private final Map<NodeId, InetSocketAddress> addresses = new ConcurrentSkipListMap<>();
    private final Map<Lane, Outbound> outbound = new ConcurrentSkipListMap<>();
    private final Map<NodeId, Inbound> callers = new ConcurrentSkipListMap<>();
    private final Set<Inbound> accepted = ConcurrentHashMap.newKeySet();
    private final Set<Source> heldBack = ConcurrentHashMap.newKeySet();
    private final AtomicLong dropped = new AtomicLong();
    private final Visitors visitors;
    private final RefusalWatch watch;
    private @Nullable Inbox inbox;
    private @Nullable Channel listener;

    /// `watch` hears of connections that are refused.
    public NettyNetwork(Loops loops, PortBounds bounds, RefusalWatch watch) {
        this.loops = loops;
        this.visitors = new Visitors(bounds);
        this.watch = watch;
    }

    /// Begins to accept connections; what they bring goes to `into`. Returns the port (the system's
    /// choice where `at` has port 0). A [PortFailure] where the address is not to be had.
    public int listen(InetSocketAddress at, Inbox into) {
        inbox = into;
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops.connections())
                        .channel(loops.transport().listening())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(
                                        visitors.bounds().answerBytes() / 2,
                                        visitors.bounds().answerBytes()))
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel made) {
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

    private void accept(SocketChannel made) {
        Inbound visitor = new Inbound(this, visitors, made);
        accepted.add(visitor);
        made.pipeline().addLast(visitor);
    }

    /// Connections from outside that are open.
    public int connections() {
        return visitors.open();
    }

    /// Bytes of frames that have begun to come in and are not whole, as far as is known just now.
    long unfinishedBytes() {
        return visitors.unfinishedBytes();
    }

    /// Bytes of answers that wait for clients.
    long answerBytes() {
        return visitors.answerBytes();
    }

    /// Whether the node is known by its address, as those of the cluster are.
    boolean isPeer(NodeId node) {
        return addresses.containsKey(node);
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
                        ? loops.transport().liveness().next()
                        : loops.connections().next();
        return new Outbound(loops.transport(), loop, address, dropped, this::returned);
    }

    private void sendBack(NodeId caller, Bytes frame) {
        Inbound connection = callers.get(caller);
        if (connection == null || !connection.answer(frame)) dropped.incrementAndGet();
    }

    void called(NodeId caller, Inbound connection) {
        callers.put(caller, connection);
    }

    /// The host did not believe a frame of this sender: it is told so, where it can be.
    public void disbelieved(NodeId sender, String why) {
        Inbound connection = callers.get(sender);
        if (connection != null) connection.disbelieved(why);
    }

    /// A frame over a connection of our making: from a peer that does not know our address, or that
    /// refuses us.
    private void returned(Source connection, SocketAddress peer, Bytes frame) {
        Optional<Outcome.Refused> refused = Wire.notice(frame);
        if (refused.isPresent()) {
            watch.refusedBy(peer, refused.get());
            return;
        }
        NodeId from = FrameCodec.sender(frame);
        if (from.isNone() || from.isClient())
            throw new Malformed("a peer that calls itself " + from);
        arrived(connection, from, frame);
    }

    void arrived(Source connection, NodeId from, Bytes frame) {
        if (inbox == null || inbox.received(from, frame)) return;
        heldBack.add(connection);
        connection.hold();
        if (inbox.hasRoom()) readOn(connection);
    }

    private void readOn(Source connection) {
        if (heldBack.remove(connection)) connection.goOn();
    }

    @Override
    public void goOn() {
        for (Source connection : Set.copyOf(heldBack)) readOn(connection);
    }

    void tell(SocketAddress from, Refusal why, String words) {
        watch.refused(PORT, from, why, words);
    }

    void gone(Inbound connection) {
        accepted.remove(connection);
        heldBack.remove(connection);
        callers.remove(connection.sender(), connection);
    }

    /// Accepts nothing more and closes every connection.
    @Override
    public void close() {
        if (listener != null) listener.close().awaitUninterruptibly();
        accepted.forEach(Inbound::end);
        outbound.values().forEach(Outbound::close);
    }
}
