package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.lang.System.Logger.Level;

/// One connection that a peer or a client has made to us. All its frames come from one sender; a
/// client's answers go back over it.
///
/// Bytes that are no frame end the connection, with a logged reason: after them nothing on it can
/// be trusted to begin where it seems to.
final class Inbound extends SimpleChannelInboundHandler<ByteBuf> {
    private static final System.Logger LOG = System.getLogger("capstan.network");

    private final NettyNetwork network;
    private NodeId sender = NodeId.NONE;

    Inbound(NettyNetwork network) {
        this.network = network;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf buffer) {
        Bytes frame = Wire.in(buffer);
        NodeId from = FrameCodec.sender(frame);
        if (sender.isNone()) settle(context.channel(), from);
        if (!sender.equals(from))
            throw new Malformed("a frame of " + from + " on the connection of " + sender);
        network.arrived(context.channel(), from, frame);
    }

    private void settle(Channel channel, NodeId from) {
        if (from.isNone()) throw new Malformed("a frame without a sender");
        sender = from;
        network.called(from, channel);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        network.gone(context.channel(), sender);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) && network.mayTell())
            LOG.log(
                    Level.WARNING,
                    "closing the connection from {0}: {1}",
                    context.channel().remoteAddress(),
                    reason(cause));
        var _ = context.close();
    }

    private static String reason(Throwable cause) {
        Throwable inner = cause.getCause();
        Throwable bare = cause instanceof DecoderException && inner != null ? inner : cause;
        String message = bare.getMessage();
        return message == null ? bare.toString() : message;
    }
}
