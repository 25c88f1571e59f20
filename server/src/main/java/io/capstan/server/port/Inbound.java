package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.server.port.Visitors.Standing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection that a peer or a client has made to us. All its frames come from one sender; a
/// client's answers go back over it.
///
/// Bytes that are no frame end the connection: after them nothing on it can be trusted to begin
/// where it seems to. Whoever is refused is told why in a last frame, and has [#LINGER_MILLIS] to
/// read it. It is not read while the inbox is full, nor while its own answers wait for it.
///
/// Of its own event loop, except where said.
final class Inbound extends ByteToMessageDecoder implements NettyNetwork.Source {
    /// How long a refused connection is kept so that the other side can read why.
    static final long LINGER_MILLIS = 1_000;

    /// The most frames of one connection that the host may find wanting; one more ends it.
    static final int MAX_DISBELIEVED = 100;

    /// Of frames found wanting the sender is told up to so often.
    private static final long TELL_NANOS = 1_000_000_000L;

    private final NettyNetwork network;
    private final Visitors visitors;
    private final SocketChannel channel;
    private final AtomicInteger answersWaiting = new AtomicInteger();
    private volatile NodeId sender = NodeId.NONE;
    private boolean inboxFull;
    private final long cameNanos = System.nanoTime();
    private long toldNanos = cameNanos - TELL_NANOS;
    private int disbelieved;
    private long taken;
    private long takenWhenLooked;

    // Written by its loop, but for a refusal; read by any:
    private volatile Standing standing = Standing.SILENT;
    private volatile long heardNanos = cameNanos;
    private volatile long unfinishedBytes;
    private volatile long unfinishedSince;
    private volatile long movedNanos = cameNanos;

    Inbound(NettyNetwork network, Visitors visitors, SocketChannel channel) {
        this.network = network;
        this.visitors = visitors;
        this.channel = channel;
    }

    Standing standing() {
        return standing;
    }

    NodeId sender() {
        return sender;
    }

    boolean isPeer(NodeId node) {
        return standing == Standing.PEER && sender.equals(node);
    }

    /// When its last whole frame came, or it itself.
    long heardNanos() {
        return heardNanos;
    }

    long unfinishedBytes() {
        return unfinishedBytes;
    }

    /// When the first byte of its unfinished frame came.
    long unfinishedSince() {
        return unfinishedSince;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (standing == Standing.LEAVING) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int length = Wire.frameLength(in);
        if (length == 0 || in.readableBytes() < length) return;
        Bytes frame = Wire.in(in.readSlice(length));
        heardNanos = System.nanoTime();
        NodeId from = FrameCodec.sender(frame);
        if (standing == Standing.SILENT) settle(from);
        if (standing == Standing.LEAVING) return;
        if (!sender.equals(from))
            throw new Malformed("a frame of " + from + " on the connection of " + sender);
        network.arrived(this, from, frame);
    }

    private void settle(NodeId from) {
        if (from.isNone()) throw new Malformed("a frame without a sender");
        sender = from;
        become(network.isPeer(from) ? Standing.PEER : Standing.GUEST);
        visitors.settled(this);
        if (standing != Standing.LEAVING) network.called(from, this);
    }

    /// Not as the decoder above does it, which reads on where no frame came of what it read: who is
    /// held back is not read from.
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        count(standing == Standing.LEAVING ? 0 : actualReadableBytes());
        discardSomeReadBytes();
        context.fireChannelReadComplete();
    }

    private void count(int waiting) {
        long more = waiting - unfinishedBytes;
        if (more == 0) return;
        boolean sameFrame = unfinishedBytes > 0 && more > 0;
        if (!sameFrame) unfinishedSince = System.nanoTime();
        unfinishedBytes = waiting;
        visitors.unfinished(more);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        visitors.came(this, channel.eventLoop());
        super.channelActive(context);
    }

    /// Whether it stands so from now on; who is refused stays refused. From any thread.
    private synchronized boolean become(Standing next) {
        if (standing == Standing.LEAVING) return false;
        standing = next;
        return true;
    }

    /// Its time may be over. From any thread.
    void lookSoon() {
        onLoop(() -> look(System.nanoTime()));
    }

    private void look(long now) {
        PortBounds bounds = visitors.bounds();
        if (standing == Standing.SILENT && now - cameNanos > bounds.first().toNanos())
            refuse(
                    Refusal.SILENT,
                    "no whole frame within "
                            + bounds.first().toMillis()
                            + " ms of connecting; connect when there is something to say");
        boolean begun = unfinishedBytes > 0 && standing == Standing.GUEST;
        if (begun && now - unfinishedSince > bounds.frame().toNanos())
            refuse(
                    Refusal.SLOW,
                    "a frame was not whole after "
                            + bounds.frame().toMillis()
                            + " ms; send it at once");
        lookAtAnswers(now);
        if (deafNanos(now) > bounds.deaf().toNanos()) endDeaf();
    }

    private void lookAtAnswers(long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long moved = taken + (buffer == null ? 0 : buffer.currentProgress());
        if (answersWaiting.get() == 0 || moved != takenWhenLooked) movedNanos = now;
        takenWhenLooked = moved;
    }

    /// For how long answers have waited without any byte of them being taken, as far as the last
    /// look knows. From any thread.
    long deafNanos(long now) {
        return answersWaiting.get() == 0 ? 0 : now - movedNanos;
    }

    /// From any thread.
    void endDeaf() {
        tell(Refusal.DEAF, answersWaiting.get() + " answers wait that it does not take");
        end();
    }

    private void onLoop(Runnable deed) {
        if (channel.eventLoop().inEventLoop()) deed.run();
        else channel.eventLoop().execute(deed);
    }

    /// An answer for it; false where it is dropped. From any thread.
    boolean answer(Bytes frame) {
        if (!channel.isWritable()) return false;
        int bytes = frame.length();
        if (!visitors.takeRoom(bytes)) {
            visitors.relieve();
            return false;
        }
        answersWaiting.incrementAndGet();
        channel.writeAndFlush(Wire.out(frame))
                .addListener(_ -> {
                    taken += bytes;
                    answersWaiting.decrementAndGet();
                    visitors.giveRoom(bytes);
                });
        return true;
    }

    /// The host did not believe a frame of it. From any thread.
    void disbelieved(String why) {
        channel.eventLoop().execute(() -> complain(why));
    }

    private void complain(String why) {
        if (standing == Standing.LEAVING) return;
        if (++disbelieved > MAX_DISBELIEVED && standing == Standing.GUEST) {
            refuse(Refusal.MALFORMED, MAX_DISBELIEVED + " frames were refused, the last: " + why);
            return;
        }
        long now = System.nanoTime();
        if (now - toldNanos < TELL_NANOS || !channel.isWritable()) return;
        toldNanos = now;
        var _ = channel.writeAndFlush(Wire.out(Wire.notice(Refusal.MALFORMED.code(), why)));
    }

    /// Says why, and ends the connection once that can have been read. From any thread.
    void refuse(Refusal why, String words) {
        if (!become(Standing.LEAVING)) return;
        tell(why, words);
        onLoop(() -> leave(why, words));
    }

    private void leave(Refusal why, String words) {
        count(0);
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Wire.out(Wire.notice(why.code(), words)))
                .addListener(_ -> {
                    var _ = channel.shutdownOutput();
                });
        var _ = channel.eventLoop().schedule(this::end, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tell(Refusal why, String words) {
        network.tell(channel.remoteAddress(), why, words);
    }

    void end() {
        var _ = channel.close();
    }

    @Override
    public void hold() {
        inboxFull = true;
        readOrNot();
    }

    @Override
    public void goOn() {
        channel.eventLoop()
                .execute(() -> {
                    inboxFull = false;
                    readOrNot();
                });
    }

    private void readOrNot() {
        boolean held = inboxFull || !channel.isWritable();
        channel.config().setAutoRead(standing == Standing.LEAVING || !held);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        readOrNot();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        become(Standing.LEAVING);
        super.channelInactive(context);
        visitors.gone(this);
        unfinishedBytes = 0;
        network.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable inner = cause.getCause();
        Throwable bare = cause instanceof DecoderException && inner != null ? inner : cause;
        String message = String.valueOf(bare.getMessage());
        switch (bare) {
            case IOException _ -> end();
            case Wire.OtherVersion _ -> refuse(Refusal.VERSION, message);
            case Wire.Oversize _ -> refuse(Refusal.OVERSIZE, message);
            default -> refuse(Refusal.MALFORMED, bare instanceof Malformed ? message : "" + bare);
        }
    }
}
