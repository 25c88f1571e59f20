package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Network;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.OutcomeCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.List;
import java.util.Optional;

/// Frames on a byte stream: nothing but frames, one after the other; each says its own length.
final class Wire {
    private static final int LENGTH_BYTES = 4;

    private Wire() {}

    /// Cuts the stream into frames; a longer one than [FrameCodec#MAX_FRAME_BYTES] is an error.
    static LengthFieldBasedFrameDecoder cutter() {
        return new LengthFieldBasedFrameDecoder(
                FrameCodec.MAX_FRAME_BYTES,
                FrameCodec.LENGTH_AT,
                LENGTH_BYTES,
                -(FrameCodec.LENGTH_AT + LENGTH_BYTES),
                0,
                true);
    }

    /// A frame of a version that this node does not speak.
    static final class OtherVersion extends DecoderException {
        private static final long serialVersionUID = 1L;

        private OtherVersion(int version) {
            super(
                    "a frame of version "
                            + version
                            + "; this node speaks version "
                            + FrameCodec.VERSION);
        }
    }

    /// A frame longer than any may be.
    static final class Oversize extends DecoderException {
        private static final long serialVersionUID = 1L;

        private Oversize(long length) {
            super(
                    "a frame says that it has "
                            + length
                            + " bytes; the most are "
                            + FrameCodec.MAX_FRAME_BYTES);
        }
    }

    /// The length of the frame that begins here, in bytes; 0 where too little of it is here to say.
    /// Throws where it can be none, as soon as that is to be seen.
    static int frameLength(ByteBuf in) {
        int at = in.readerIndex();
        if (in.readableBytes() >= 1 && in.getUnsignedByte(at) != FrameCodec.VERSION)
            throw new OtherVersion(in.getUnsignedByte(at));
        if (in.readableBytes() < FrameCodec.LENGTH_AT + LENGTH_BYTES) return 0;
        long length = in.getUnsignedInt(at + FrameCodec.LENGTH_AT);
        if (length > FrameCodec.MAX_FRAME_BYTES) throw new Oversize(length);
        if (length < FrameCodec.LENGTH_AT + LENGTH_BYTES)
            throw new Malformed(
                    "a frame says that it has " + length + " bytes, less than its head");
        return (int) length;
    }

    /// The frame that says why a connection is ended, or a frame was not taken.
    static Bytes notice(ErrorCode code, String words) {
        Bytes body = OutcomeCodec.INSTANCE.encode(new Outcome.Refused(code, words));
        Envelope envelope =
                new Envelope(
                        Envelope.REFUSED,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        0,
                        body);
        Frame.Header nobody =
                new Frame.Header(
                        Network.Priority.DATA,
                        ClusterId.UNKNOWN,
                        NodeId.NONE,
                        1,
                        HybridTime.ZERO,
                        1);
        return FrameCodec.encode(new Frame(nobody, List.of(envelope)));
    }

    /// What a notice says; empty where the frame is none.
    static Optional<Outcome.Refused> notice(Bytes frame) {
        if (!FrameCodec.sender(frame).isNone()) return Optional.empty();
        return FrameCodec.decode(frame).envelopes().stream()
                .filter(envelope -> envelope.kind() == Envelope.REFUSED)
                .map(envelope -> OutcomeCodec.INSTANCE.decode(envelope.body()))
                .filter(Outcome.Refused.class::isInstance)
                .map(Outcome.Refused.class::cast)
                .findFirst();
    }

    static ByteBuf out(Bytes frame) {
        return Unpooled.wrappedBuffer(frame.asBuffer());
    }

    /// A copy; the buffer stays the caller's.
    static Bytes in(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.getBytes(frame.readerIndex(), bytes);
        return Bytes.wrap(bytes);
    }
}
