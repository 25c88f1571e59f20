package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The frames of one priority class on their way to one peer, over one connection that is made when
/// first needed and made again, after a pause that grows, when it breaks.
///
/// Bounded by [#MAX_FRAMES] and [#MAX_BYTES]: a frame beyond either is dropped and counted. What
/// waits when no connection can be made is dropped too: by the time there is one it is stale, and
/// every sender repeats what matters.
final class Outbound {
    static final int MAX_FRAMES = 1024;
    static final long MAX_BYTES = 32L << 20;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    /// A connection that held so long was a good one: the next pause is the shortest again.
    private static final long STEADY_NANOS = 1_000_000_000L;

    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(256 << 10, 1 << 20);

    /// Where a frame goes that comes back.
    interface Returns {
        void returned(NettyNetwork.Source connection, SocketAddress peer, Bytes frame);
    }

    private final Returns returns;
    private final SocketAddress peer;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final ConcurrentLinkedQueue<Bytes> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped;
    private final AtomicBoolean drainWanted = new AtomicBoolean();

    // Of the loop alone:
    private @Nullable Channel channel;
    private boolean connecting;
    private boolean closed;
    private long connectedAtNanos;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /// `returns`: takes the frames that the peer sends back over the connection.
    Outbound(
            Transport transport,
            EventLoop loop,
            SocketAddress peer,
            AtomicLong dropped,
            Returns returns) {
        this.returns = returns;
        this.peer = peer;
        this.loop = loop;
        this.dropped = dropped;
        bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(transport.connecting())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 2_000)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .remoteAddress(peer)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel made) {
                                        made.pipeline().addLast(Wire.cutter(), new Watch(made));
                                    }
                                });
    }

    /// From any thread.
    void send(Bytes frame) {
        if (frames.get() >= MAX_FRAMES || bytes.get() + frame.length() > MAX_BYTES) {
            dropped.incrementAndGet();
            return;
        }
        frames.incrementAndGet();
        bytes.addAndGet(frame.length());
        queue.add(frame);
        if (loop.inEventLoop()) drain();
        else if (drainWanted.compareAndSet(false, true)) loop.execute(this::drain);
    }

    private void drain() {
        drainWanted.set(false);
        Channel open = channel;
        if (open == null || !open.isActive()) {
            connect();
            return;
        }
        boolean wrote = false;
        while (open.isWritable() && !queue.isEmpty()) {
            var _ = open.write(Wire.out(take()), open.voidPromise());
            wrote = true;
        }
        if (wrote) open.flush();
    }

    private Bytes take() {
        Bytes frame = queue.remove();
        frames.decrementAndGet();
        bytes.addAndGet(-frame.length());
        return frame;
    }

    private void connect() {
        if (connecting || closed) return;
        connecting = true;
        bootstrap.connect().addListener((ChannelFuture done) -> connected(done));
    }

    private void connected(ChannelFuture done) {
        if (closed) {
            var _ = done.channel().close();
        } else if (done.isSuccess()) {
            connecting = false;
            connectedAtNanos = System.nanoTime();
            channel = done.channel();
            drain();
        } else {
            dropAll();
            connectLater();
        }
    }

    private void connectLater() {
        connecting = true;
        long pause = pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis / 2);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        var _ = loop.schedule(this::pauseOver, pause, TimeUnit.MILLISECONDS);
    }

    private void pauseOver() {
        connecting = false;
        if (!queue.isEmpty()) connect();
    }

    private void dropAll() {
        while (!queue.isEmpty()) {
            take();
            dropped.incrementAndGet();
        }
    }

    void close() {
        loop.execute(() -> {
            closed = true;
            if (channel != null) {
                var _ = channel.close();
            }
        });
    }

    /// Writes on when there is room; notices the end of the connection. A peer says something here
    /// only as long as it does not know our address.
    private final class Watch extends SimpleChannelInboundHandler<ByteBuf>
            implements NettyNetwork.Source {
        private final Channel made;

        Watch(Channel made) {
            this.made = made;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
            returns.returned(this, peer, Wire.in(frame));
        }

        @Override
        public void hold() {
            made.config().setAutoRead(false);
        }

        @Override
        public void goOn() {
            made.config().setAutoRead(true);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) drain();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            channel = null;
            if (System.nanoTime() - connectedAtNanos > STEADY_NANOS)
                pauseMillis = FIRST_PAUSE_MILLIS;
            if (!closed) connectLater();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
