package io.capstan.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import io.capstan.core.sample.Samples;
import io.capstan.core.wire.Families.Family;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The laws of [Codec], for every codec of core and every kind of each family.
class CodecLawsTest {
    private static final int VALUES_PER_KIND = 200;
    private static final int MUTATIONS_PER_KIND = 3_000;

    static List<Family<?>> families() {
        return Families.ALL;
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void whatIsReadIsWhatWasWritten(Family<T> family) {
        forValues(
                family,
                VALUES_PER_KIND,
                (random, value) ->
                        assertThat(family.codec().decode(family.codec().encode(value)))
                                .isEqualTo(value));
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void aValueCutShortIsMalformed(Family<T> family) {
        forValues(
                family,
                20,
                (random, value) -> {
                    Bytes whole = family.codec().encode(value);
                    for (int length = 0; length < whole.length(); length++) {
                        Bytes part = whole.slice(0, length);
                        assertThatThrownBy(() -> family.codec().decode(part))
                                .isInstanceOf(Malformed.class);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void aByteTooManyIsMalformed(Family<T> family) {
        forValues(
                family,
                20,
                (random, value) -> {
                    Bytes more = family.codec().encode(value).concat(Bytes.wrap(new byte[1]));
                    assertThatThrownBy(() -> family.codec().decode(more))
                            .isInstanceOf(Malformed.class);
                });
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void alteredBytesAreMalformedOrTheOnlyFormOfAnotherValue(Family<T> family) {
        forValues(
                family,
                MUTATIONS_PER_KIND,
                (random, value) -> {
                    Bytes altered = Mutilation.of(family.codec().encode(value), random);
                    decodesToItsOnlyFormOrIsMalformed(family, altered);
                });
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void randomBytesAreMalformedOrTheOnlyFormOfAValue(Family<T> family) {
        Randomness random = new Randomness(7).stream(family.name());
        for (int i = 0; i < 20_000; i++)
            decodesToItsOnlyFormOrIsMalformed(family, Mutilation.noise(random));
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void forgedBytesAllocateASmallMultipleOfThemselves(Family<T> family) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        forValues(
                family,
                200,
                (random, value) -> {
                    Bytes altered = Mutilation.of(family.codec().encode(value), random);
                    tryToDecode(family, altered);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    tryToDecode(family, altered);
                    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                    assertThat(allocated).isLessThan(64L * altered.length() + 16_384);
                });
    }

    private static <T> void decodesToItsOnlyFormOrIsMalformed(Family<T> family, Bytes bytes) {
        T value;
        try {
            value = family.codec().decode(bytes);
        } catch (Malformed expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
            return;
        }
        assertThat(family.codec().encode(value)).isEqualTo(bytes);
        assertThat(value.toString()).isNotEmpty();
    }

    /// Whether the bytes are a value; prints nothing and keeps nothing, so that only the decoder's
    /// allocation is seen.
    private static <T> boolean tryToDecode(Family<T> family, Bytes bytes) {
        try {
            return family.type().isInstance(family.codec().decode(bytes));
        } catch (Malformed expected) {
            return false;
        }
    }

    private static <T> void forValues(Family<T> family, int times, BiConsumer<Randomness, T> law) {
        for (Class<?> kind : Samples.kinds(family.type())) {
            Randomness random = new Randomness(1).stream(kind.getName());
            Samples samples = new Samples(random.stream("values"));
            for (int i = 0; i < times; i++)
                law.accept(random, family.type().cast(samples.draw(kind)));
        }
    }
}
