package io.capstan.membership.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import io.capstan.core.wire.Malformed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LivenessCodecTest {
    @Test
    void whatIsReadIsWhatWasWritten() {
        Randomness random = new Randomness(1);
        for (int i = 0; i < 1_000; i++) {
            var heartbeat =
                    new LivenessMessage.Heartbeat(
                            random.nextLong() >>> 1,
                            random.below(300L),
                            random.below(1L << 40),
                            random.below(5_000L));
            Bytes bytes = LivenessCodec.INSTANCE.encode(heartbeat);
            assertThat(LivenessCodec.INSTANCE.decode(bytes)).isEqualTo(heartbeat);
        }
    }

    @Test
    void theFormOfThisReleaseNeverChanges() {
        var heartbeat = new LivenessMessage.Heartbeat(1, 300, 70_000, 0);
        assertThat(LivenessCodec.INSTANCE.encode(heartbeat).hex()).isEqualTo("0101ac02f0a20400");
    }

    @Test
    void otherBytesAreMalformedOrTheOnlyFormOfAValue() {
        Randomness random = new Randomness(2);
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.below(10)];
            for (int at = 0; at < noise.length; at++) noise[at] = (byte) (random.below(3) - 1);
            Bytes bytes = Bytes.wrap(noise);
            try {
                var value = LivenessCodec.INSTANCE.decode(bytes);
                assertThat(LivenessCodec.INSTANCE.encode(value)).isEqualTo(bytes);
            } catch (Malformed expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void anUnknownKindIsMalformed() {
        Bytes strange = Bytes.wrap(HexFormat.of().parseHex("0901010101"));
        assertThatThrownBy(() -> LivenessCodec.INSTANCE.decode(strange))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("kind 9");
    }
}
