package io.capstan.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Network;
import io.capstan.core.random.Randomness;
import io.capstan.core.sample.Samples;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final Frame.Header HEADER =
            new Frame.Header(
                    Network.Priority.DATA,
                    new ClusterId(1),
                    new NodeId(2),
                    3,
                    new HybridTime(4),
                    5);

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] whole = FrameCodec.encode(new Frame(HEADER, List.of(envelope(8)))).toArray();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> FrameCodec.decode(Bytes.wrap(flipped)))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void aFrameOfAnotherVersionIsRefusedWithBothVersionsNamed() {
        byte[] frame = FrameCodec.encode(new Frame(HEADER, List.of())).toArray();
        frame[0] = 9;
        assertThatThrownBy(() -> FrameCodec.decode(Bytes.wrap(frame)))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("version 9")
                .hasMessageContaining("version 1");
    }

    @Test
    void aFrameThatLiesAboutItsLengthIsRefused() {
        byte[] frame = FrameCodec.encode(new Frame(HEADER, List.of(envelope(8)))).toArray();
        for (int length : new int[] {-1, 0, frame.length - 1, frame.length + 1}) {
            Bytes lie = seal(frame.clone(), length);
            assertThatThrownBy(() -> FrameCodec.decode(lie))
                    .isInstanceOf(Malformed.class)
                    .hasMessageContaining("a frame says " + length + " bytes");
        }
    }

    @Test
    void anUnknownKindPassesSoThatItsReceiverCanRefuseIt() {
        Envelope strange =
                new Envelope(
                        77,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        0,
                        Bytes.EMPTY);
        Frame frame = new Frame(HEADER, List.of(strange));
        assertThat(FrameCodec.decode(FrameCodec.encode(frame))).isEqualTo(frame);
    }

    @Test
    void anEnemysFrameWithARightChecksumIsMalformedOrAFrame() {
        Randomness random = new Randomness(3);
        Samples samples = new Samples(random.stream("values"));
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            Bytes altered = Mutilation.of(FrameCodec.encode(samples.draw(Frame.class)), random);
            if (altered.length() < 10) continue;
            Bytes sealed = seal(altered.toArray());
            try {
                assertThat(FrameCodec.encode(FrameCodec.decode(sealed))).isEqualTo(sealed);
                understood++;
            } catch (Malformed expected) {
                assertThat(expected.getMessage()).doesNotContain("checksum");
            }
        }
        assertThat(understood).isBetween(1_000, 19_000);
    }

    @Test
    void theStatedOverheadIsNeverExceeded() {
        Samples samples = new Samples(new Randomness(5));
        for (int i = 0; i < 2_000; i++) {
            Frame frame = samples.draw(Frame.class);
            int bodies = frame.envelopes().stream().mapToInt(e -> e.body().length()).sum();
            int overhead = FrameCodec.encode(frame).length() - bodies;
            assertThat(overhead)
                    .isLessThanOrEqualTo(
                            FrameCodec.HEADER_BYTES
                                    + frame.envelopes().size() * FrameCodec.ENVELOPE_BYTES);
        }
    }

    @Test
    void theLargestFrameFitsAndALargerOneIsNeverMade() {
        int overhead = FrameCodec.encode(new Frame(HEADER, List.of(envelope(1 << 20)))).length();
        overhead -= 1 << 20;
        int most = FrameCodec.MAX_FRAME_BYTES - overhead - 1;
        Frame full = new Frame(HEADER, List.of(envelope(most)));
        assertThat(FrameCodec.encode(full).length()).isEqualTo(FrameCodec.MAX_FRAME_BYTES);
        assertThat(FrameCodec.decode(FrameCodec.encode(full))).isEqualTo(full);
        Frame over = new Frame(HEADER, List.of(envelope(most + 1)));
        assertThatThrownBy(() -> FrameCodec.encode(over)).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void moreEnvelopesThanTheBoundAreNeverSent() {
        Frame over =
                new Frame(HEADER, Collections.nCopies(FrameCodec.MAX_ENVELOPES + 1, envelope(0)));
        assertThatThrownBy(() -> FrameCodec.encode(over)).isInstanceOf(Invariant.Broken.class);
    }

    private static Envelope envelope(int bodyBytes) {
        return new Envelope(
                Envelope.REPLICATION,
                new ShardId(7),
                new ReplicaId(1),
                new ReplicaId(2),
                1,
                TraceContext.NONE,
                0,
                Bytes.wrap(new byte[bodyBytes]));
    }

    /// Puts the right length and checksum into a frame.
    private static Bytes seal(byte[] frame) {
        return seal(frame, frame.length);
    }

    private static Bytes seal(byte[] frame, int length) {
        put(frame, FrameCodec.LENGTH_AT, length);
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, 6);
        crc.update(frame, 10, frame.length - 10);
        put(frame, 6, (int) crc.getValue());
        return Bytes.wrap(frame);
    }

    private static void put(byte[] frame, int at, int value) {
        for (int i = 0; i < 4; i++) frame[at + i] = (byte) (value >>> (24 - 8 * i));
    }
}
