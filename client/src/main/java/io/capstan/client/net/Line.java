package io.capstan.client.net;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.wire.FrameCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The connection to one contact, made when something is to be sent and none is open. On the
/// client's event loop alone.
///
/// What is sent while it is being made waits, at most [#MAX_WAITING] frames; beyond that, and where
/// no connection comes about, frames are dropped: the session sends again.
final class Line {
    static final int MAX_WAITING = 256;
    private static final int LENGTH_BYTES = 4;

    /// Who hears of what comes in, and of the end.
    interface Listener {
        void received(NodeId contact, Bytes frame);

        void lost(NodeId contact);
    }

    private final NodeId contact;
    private final Bootstrap bootstrap;
    private final Listener listener;
    private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();
    private @Nullable Channel channel;
    private boolean connecting;
    private boolean closed;

    Line(NodeId contact, Bootstrap common, Address address, Listener listener) {
        this.contact = contact;
        this.listener = listener;
        bootstrap =
                common.clone()
                        .remoteAddress(address.host(), address.port())
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel made) {
                                        made.pipeline().addLast(cutter(), new Receiver());
                                    }
                                });
    }

    private static LengthFieldBasedFrameDecoder cutter() {
        return new LengthFieldBasedFrameDecoder(
                FrameCodec.MAX_FRAME_BYTES,
                FrameCodec.LENGTH_AT,
                LENGTH_BYTES,
                -(FrameCodec.LENGTH_AT + LENGTH_BYTES),
                0,
                true);
    }

    void send(Bytes frame) {
        if (closed) return;
        Channel open = channel;
        if (open != null && open.isActive()) {
            write(open, frame);
            return;
        }
        if (waiting.size() < MAX_WAITING) waiting.addLast(frame);
        if (connecting) return;
        connecting = true;
        bootstrap.connect().addListener((ChannelFuture done) -> connected(done));
    }

    private void connected(ChannelFuture done) {
        connecting = false;
        if (closed) {
            var _ = done.channel().close();
        } else if (done.isSuccess()) {
            Channel open = done.channel();
            channel = open;
            waiting.forEach(frame -> write(open, frame));
            waiting.clear();
        } else {
            waiting.clear();
            listener.lost(contact);
        }
    }

    private static void write(Channel open, Bytes frame) {
        var _ = open.writeAndFlush(Unpooled.wrappedBuffer(frame.asBuffer()), open.voidPromise());
    }

    void close() {
        closed = true;
        if (channel != null) {
            var _ = channel.close();
        }
    }

    private final class Receiver extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
            byte[] bytes = new byte[frame.readableBytes()];
            frame.readBytes(bytes);
            listener.received(contact, Bytes.wrap(bytes));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            channel = null;
            if (!closed) listener.lost(contact);
        }

        /// Bytes that are no frame, or a broken connection: the session goes on elsewhere.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
