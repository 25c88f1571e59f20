package io.capstan.core.wire;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Network;
import java.util.List;
import java.util.zip.CRC32C;

/// Frames as bytes.
///
/// | at | bytes | what |
/// | --- | --- | --- |
/// | 0 | 1 | format version |
/// | 1 | 1 | priority class: 1 liveness, 2 data, 3 bulk |
/// | 2 | 4 | length of the whole frame |
/// | 6 | 4 | CRC32C of all other bytes |
/// | 10 | 8 each | cluster, sender, its incarnation, hybrid time, Lamport time |
/// | 50 | | count of envelopes, then the envelopes |
///
/// The first ten bytes never change their places in any later version, so that every version can
/// cut a stream into frames and name the version that it does not know.
///
/// What is decoded shares the array of the frame; who keeps a small part for long copies it.
public final class FrameCodec {
    public static final int VERSION = 1;

    /// The largest frame, in bytes. A sender splits what is more into several frames; a receiver
    /// refuses a longer one.
    public static final int MAX_FRAME_BYTES = 8 << 20;

    /// The most messages in a frame. A sender splits what is more; a receiver refuses it.
    public static final int MAX_ENVELOPES = 65_536;

    /// Where the four bytes of the length are.
    public static final int LENGTH_AT = 2;

    /// How many bytes a frame without messages takes at most.
    public static final int HEADER_BYTES = 53;

    /// How many bytes an envelope takes at most, beside its body.
    public static final int ENVELOPE_BYTES = EnvelopeCodec.MOST_OVERHEAD;

    private static final int PRIORITY_AT = 1;
    private static final int CHECKSUM_AT = 6;
    private static final int CHECKED_FROM = 10;
    private static final int SENDER_AT = 18;

    private FrameCodec() {}

    public static Bytes encode(Frame frame) {
        Invariant.check(
                frame.envelopes().size() <= MAX_ENVELOPES,
                "%s envelopes in a frame, the most are %s",
                frame.envelopes().size(),
                MAX_ENVELOPES);
        WireWriter out = new WireWriter(capacity(frame.envelopes()));
        Frame.Header header = frame.header();
        out.u8(VERSION).u8(number(header.priority())).i32(0).i32(0);
        out.i64(header.cluster().value()).i64(header.from().value()).i64(header.incarnation());
        TimeCodec.INSTANCE.write(header.hybrid(), out);
        out.i64(header.lamport());
        Lists.write(frame.envelopes(), EnvelopeCodec.INSTANCE, out);
        Invariant.check(
                out.size() <= MAX_FRAME_BYTES,
                "a frame of %s bytes, the most are %s",
                out.size(),
                MAX_FRAME_BYTES);
        out.patchI32(LENGTH_AT, out.size());
        out.patchI32(CHECKSUM_AT, checksum(out.view(0)));
        return out.take();
    }

    /// Who says to have sent the frame, without reading the rest of it: for a network that must
    /// know whose connection this is. Throws [Malformed] for another version or too few bytes.
    public static NodeId sender(Bytes frame) {
        if (frame.length() < SENDER_AT + Long.BYTES)
            throw new Malformed("a frame of " + frame.length() + " bytes has no whole header");
        int version = frame.at(0) & 0xff;
        if (version != VERSION)
            throw new Malformed(
                    "a frame of version " + version + "; this node speaks version " + VERSION);
        return new NodeId(frame.longAt(SENDER_AT));
    }

    /// Throws [Malformed] for anything that [#encode] of this version did not make.
    public static Frame decode(Bytes bytes) {
        WireReader in = new WireReader(bytes);
        int version = in.u8();
        if (version != VERSION)
            throw new Malformed(
                    "a frame of version " + version + "; this node speaks version " + VERSION);
        Network.Priority priority = priority(in.u8());
        int length = in.i32();
        if (length != bytes.length() || length > MAX_FRAME_BYTES)
            throw new Malformed("a frame says " + length + " bytes and has " + bytes.length());
        if (in.i32() != checksum(bytes)) throw new Malformed("a frame's checksum does not match");
        Frame.Header header = header(priority, in);
        List<Envelope> envelopes = Lists.read(in, EnvelopeCodec.INSTANCE);
        if (envelopes.size() > MAX_ENVELOPES)
            throw new Malformed(envelopes.size() + " envelopes in a frame");
        in.end();
        return new Frame(header, envelopes);
    }

    /// Whether the bytes say that they are a liveness frame: a guess at the door, without decoding,
    /// for who must choose what to drop.
    public static boolean isLiveness(Bytes frame) {
        return frame.length() > PRIORITY_AT
                && frame.at(PRIORITY_AT) == number(Network.Priority.LIVENESS);
    }

    private static Frame.Header header(Network.Priority priority, WireReader in) {
        return new Frame.Header(
                priority,
                new ClusterId(in.i64()),
                new NodeId(in.i64()),
                in.i64(),
                TimeCodec.INSTANCE.read(in),
                in.i64());
    }

    private static int capacity(List<Envelope> envelopes) {
        long most = HEADER_BYTES;
        for (Envelope envelope : envelopes) most += ENVELOPE_BYTES + envelope.body().length();
        return (int) Math.min(most, MAX_FRAME_BYTES);
    }

    private static int checksum(Bytes frame) {
        CRC32C crc = new CRC32C();
        frame.slice(0, CHECKSUM_AT).addTo(crc);
        frame.slice(Math.min(CHECKED_FROM, frame.length()), frame.length()).addTo(crc);
        return (int) crc.getValue();
    }

    private static int number(Network.Priority priority) {
        return switch (priority) {
            case LIVENESS -> 1;
            case DATA -> 2;
            case BULK -> 3;
        };
    }

    private static Network.Priority priority(int number) {
        return switch (number) {
            case 1 -> Network.Priority.LIVENESS;
            case 2 -> Network.Priority.DATA;
            case 3 -> Network.Priority.BULK;
            default -> throw new Malformed("no priority has number " + number);
        };
    }
}
