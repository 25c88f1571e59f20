package io.capstan.server.admin;

import io.capstan.node.host.NodeStatus;
import io.capstan.server.port.PortFailure;
import io.capstan.server.port.Refusal;
import io.capstan.server.port.Transport;
import io.capstan.server.telemetry.Telemetry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The admin address, for people and for whoever watches over processes. On a thread of its own, so
/// that it answers while the host's loop is busy or stuck.
///
/// - `/livez`: the process is there.
/// - `/readyz`: 200 where the node serves ([Readiness]), 503 with the reasons where it does not.
/// - `/safe-to-stop`: 200 where every shard would keep a majority without this node ([Safety]).
/// - `/status`: how the node stands, as JSON.
/// - `/metrics`: its figures, for Prometheus.
/// - `/traces/ID`: what it has seen of the trace with this id, as JSON; 404 where it has nothing. A
///   `POST` with `?span=..&start_us=..&took_us=..` adds what the request took its client.
///
/// Every error is a JSON object ([Page]); what anybody may take is bounded ([AdminBounds]).
public final class AdminHttp implements AutoCloseable {
    private static final String PORT = "admin";
    private static final int BACKLOG = 128;

    private final AdminBounds bounds;
    private final Pages pages;
    private final Telemetry telemetry;
    private final Channel listener;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    // Of the port's thread alone:
    private final LinkedHashSet<Conversation> conversations = new LinkedHashSet<>();
    private boolean looking;

    /// Listens at this address. A [PortFailure] where it is not to be had.
    public static AdminHttp serve(
            InetSocketAddress at,
            Supplier<CompletableFuture<NodeStatus>> status,
            Telemetry telemetry,
            Transport transport) {
        return new AdminHttp(at, AdminBounds.DEFAULT, status, telemetry, transport);
    }

    AdminHttp(
            InetSocketAddress at,
            AdminBounds bounds,
            Supplier<CompletableFuture<NodeStatus>> status,
            Telemetry telemetry,
            Transport transport) {
        this.bounds = bounds;
        this.pages = new Pages(status, telemetry);
        this.telemetry = telemetry;
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(transport.admin())
                        .channel(transport.listening())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
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
                            + " (admin): "
                            + bound.cause().getMessage(),
                    bound.cause());
        listener = bound.channel();
    }

    private void accept(SocketChannel made) {
        Conversation conversation = new Conversation(this, bounds, pages, made);
        made.pipeline()
                .addLast(
                        conversation.ear(),
                        new HttpServerCodec(
                                AdminBounds.LINE, AdminBounds.HEADERS, AdminBounds.HEADERS),
                        conversation.whole(),
                        new FlowControlHandler(),
                        conversation);
    }

    /// One more has come; it, or another in its stead, may be refused for it.
    void came(Conversation newcomer, SocketChannel channel) {
        open.add(channel);
        conversations.add(newcomer);
        if (conversations.size() > bounds.connections()) crowded(newcomer);
        if (!looking) lookLater(channel.eventLoop());
    }

    private void crowded(Conversation newcomer) {
        long now = System.nanoTime();
        conversations.reversed().stream()
                .filter(one -> one.idleNanos(now) > AdminBounds.GRACE.toNanos())
                .findFirst()
                .orElse(newcomer)
                .refuse(
                        Page.UNAVAILABLE,
                        Refusal.CROWDED,
                        bounds.connections()
                                + " connections are open here, which is the bound; close some");
    }

    void gone(Conversation one, SocketChannel channel) {
        conversations.remove(one);
        open.remove(channel);
    }

    void tell(SocketAddress from, Refusal why, String words) {
        telemetry.refused(PORT, from, why, words);
    }

    private void lookLater(EventLoop loop) {
        looking = !conversations.isEmpty();
        if (!looking) return;
        long nanos = bounds.look().toNanos();
        var _ = loop.schedule(() -> look(loop), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(EventLoop loop) {
        long now = System.nanoTime();
        for (Conversation one : conversations.toArray(new Conversation[0])) one.look(now);
        lookLater(loop);
    }

    /// The node is to stop: it is not ready from now on, whatever else it says.
    public void leaving() {
        pages.leaving();
    }

    /// Connections that are open.
    public int connections() {
        return open.size();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        for (SocketChannel one : open) {
            var _ = one.close();
        }
    }
}
