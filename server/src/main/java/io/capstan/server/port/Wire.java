package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.wire.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

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
