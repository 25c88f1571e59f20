package io.capstan.replication.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The law of every codec for Raft's messages, and the bytes of past releases.
final class RaftCodecTest {
    private static final HybridTime STAMP = HybridTime.ofMillis(1_700_000_000_000L);

    static final List<RaftMessage> SAMPLES =
            List.of(
                    new RaftMessage.PreVoteRequest(7, 300, 6),
                    new RaftMessage.PreVoteResponse(7, 8, true),
                    new RaftMessage.VoteRequest(8, 300, 6, true),
                    new RaftMessage.VoteResponse(8, false),
                    new RaftMessage.AppendRequest(
                            8,
                            300,
                            6,
                            List.of(
                                    new Entry(301, 8, STAMP, Entry.Kind.NOOP, Bytes.EMPTY),
                                    new Entry(
                                            302,
                                            8,
                                            STAMP.next(),
                                            Entry.Kind.COMMAND,
                                            Bytes.utf8("body"))),
                            299,
                            STAMP.previous(),
                            302),
                    new RaftMessage.AppendResponse(8, 302),
                    new RaftMessage.AppendRejected(8, 300, 250, 5, true),
                    new RaftMessage.Heartbeat(8, 12, 302, STAMP, 302, 303, true),
                    new RaftMessage.HeartbeatResponse(8, 12, 303, 302, true),
                    new RaftMessage.ReadIndexRequest(8, Long.MAX_VALUE),
                    new RaftMessage.ReadIndexResponse(8, 77, 302, true),
                    new RaftMessage.SnapshotRequest(
                            8,
                            -5,
                            STAMP,
                            new SnapshotChunk(
                                    302,
                                    8,
                                    TestGroup.descriptor(
                                            3, TestGroup.ids(1, 3), List.of(new ReplicaId(4))),
                                    2,
                                    true,
                                    Bytes.utf8("rows"))),
                    new RaftMessage.SnapshotResponse(8, -5, 3),
                    new RaftMessage.TimeoutNow(8));

    private static Bytes encoded(RaftMessage message) {
        WireWriter out = new WireWriter();
        RaftCodec.INSTANCE.write(message, out);
        return out.bytes();
    }

    private static RaftMessage decoded(Bytes bytes) {
        WireReader in = new WireReader(bytes);
        RaftMessage message = RaftCodec.INSTANCE.read(in);
        in.end();
        return message;
    }

    @Test
    void everyKindOfMessageSurvivesTheWire() {
        assertThat(SAMPLES.stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(RaftMessage.class.getPermittedSubclasses());
        for (RaftMessage message : SAMPLES)
            assertThat(decoded(encoded(message))).isEqualTo(message);
    }

    @Test
    void theBytesAreThoseOfTheRelease() throws IOException {
        try (var file = RaftCodecTest.class.getResourceAsStream("/golden/0.1/raft.txt")) {
            assertThat(file).isNotNull();
            List<String> lines =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertThat(golden()).containsExactlyElementsOf(lines);
        }
    }

    static List<String> golden() {
        List<String> lines = new ArrayList<>();
        for (RaftMessage message : SAMPLES) {
            String kind = message.getClass().getSimpleName();
            lines.add(kind + " " + encoded(message).hex());
        }
        HardState state = new HardState(7, new ReplicaId(2), -9, STAMP);
        lines.add("HardState " + state.encoded().hex());
        return lines;
    }

    @Test
    void brokenBytesAreMalformedAndNothingElse() {
        Randomness random = new Randomness(20);
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = encoded(random.pick(SAMPLES)).toArray();
            for (int k = random.below(4); k >= 0; k--)
                bytes[random.below(bytes.length)] = (byte) random.nextLong();
            Bytes broken = Bytes.wrap(bytes).slice(0, 1 + random.below(bytes.length));
            try {
                RaftMessage message = decoded(broken);
                assertThat(encoded(message).length()).isLessThanOrEqualTo(broken.length());
            } catch (Malformed expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void entriesThatDoNotFollowEachOtherAreRefused() {
        Entry stray = new Entry(9, 1, STAMP, Entry.Kind.NOOP, Bytes.EMPTY);
        var append = new RaftMessage.AppendRequest(1, 3, 1, List.of(stray), 0, HybridTime.ZERO, 0);
        assertThatThrownBy(() -> decoded(encoded(append))).isInstanceOf(Malformed.class);
    }

    @Test
    void theHardStateSurvivesTheDisk() {
        HardState state = new HardState(7, new ReplicaId(2), -9, STAMP);
        assertThat(HardState.decoded(state.encoded())).isEqualTo(state);
        assertThatThrownBy(() -> HardState.decoded(Bytes.utf8("x"))).isInstanceOf(Malformed.class);
    }
}
