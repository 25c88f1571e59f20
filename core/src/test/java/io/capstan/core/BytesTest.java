package io.capstan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.random.Randomness;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class BytesTest {
    private static final byte[] CORNERS = {-128, -1, 0, 1, 97, 127};

    @Test
    void orderIsThatOfUnsignedNumbersOfOneLength() {
        for (Bytes one : samples(4))
            for (Bytes other : samples(4))
                assertThat(Integer.signum(one.compareTo(other)))
                        .isEqualTo(number(one).compareTo(number(other)));
    }

    @Test
    void aPrefixComesBeforeWhatItBegins() {
        for (Bytes tail : samples(3)) {
            Bytes head = Bytes.utf8("head");
            assertThat(head).isLessThan(head.concat(tail));
            assertThat(head.concat(tail).startsWith(head)).isTrue();
        }
    }

    @Test
    void equalOrderMeansEqualBytesAndEqualHash() {
        for (Bytes one : samples(2)) {
            Bytes copy = Bytes.copyOf(one.toArray());
            Bytes slice = Bytes.utf8("x").concat(one).concat(Bytes.utf8("y")).slice(1, 3);
            assertThat(copy).isEqualTo(one).hasSameHashCodeAs(one).isEqualByComparingTo(one);
            assertThat(slice).isEqualTo(one).hasSameHashCodeAs(one).isEqualByComparingTo(one);
        }
    }

    @Test
    void thePrefixEndIsTheLeastBoundAboveAllThatBeginWithThePrefix() {
        for (Bytes prefix : samples(2)) {
            Bytes end = prefix.prefixEnd();
            if (end.isEmpty()) {
                assertThat(prefix.hex()).matches("(ff)+");
                continue;
            }
            Bytes last = prefix.concat(Bytes.wrap(new byte[] {-1, -1, -1}));
            assertThat(last).isLessThan(end);
            assertThat(end.startsWith(prefix)).isFalse();
            assertThat(end.length()).isLessThanOrEqualTo(prefix.length());
        }
        assertThat(Bytes.wrap(new byte[] {1, -1}).prefixEnd())
                .isEqualTo(Bytes.wrap(new byte[] {2}));
        assertThat(Bytes.wrap(new byte[] {-1}).prefixEnd()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void numbersAreReadAsTheyWereWritten() {
        for (long value :
                new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0102030405060708L}) {
            Bytes shifted = Bytes.utf8("..").concat(Bytes.ofLong(value));
            assertThat(shifted.longAt(2)).isEqualTo(value);
            assertThat(shifted.slice(2, 10).longAt(0)).isEqualTo(value);
            assertThat(shifted.intAt(2)).isEqualTo((int) (value >>> 32));
            assertThat(shifted.intAt(6)).isEqualTo((int) value);
        }
    }

    @Test
    void nothingIsReadBeyondASlice() {
        Bytes slice = Bytes.utf8("0123456789").slice(1, 9);
        assertThat(slice.longAt(0)).isEqualTo(Bytes.utf8("12345678").longAt(0));
        assertThatThrownBy(() -> slice.longAt(1)).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> slice.intAt(5)).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> slice.at(8)).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> slice.slice(0, 9)).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void aChecksumSeesTheSliceAlone() {
        CRC32C whole = new CRC32C();
        CRC32C slice = new CRC32C();
        Bytes.utf8("123456789").addTo(whole);
        Bytes.utf8("x123456789y").slice(1, 10).addTo(slice);
        assertThat(whole.getValue()).isEqualTo(0xe3069283L).isEqualTo(slice.getValue());
    }

    @Test
    void textShowsAsTextAndTheRestAsHexadecimal() {
        assertThat(Bytes.utf8("plain")).hasToString("plain");
        assertThat(Bytes.wrap(new byte[] {0, 10})).hasToString("0x000a");
        assertThat(Bytes.utf8("x".repeat(70)).toString()).hasSize(75).endsWith("…(70 bytes)");
    }

    private static BigInteger number(Bytes bytes) {
        return new BigInteger(1, bytes.toArray());
    }

    private static List<Bytes> samples(int length) {
        Randomness random = new Randomness(length);
        List<Bytes> samples = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            byte[] array = new byte[length];
            for (int at = 0; at < length; at++) array[at] = CORNERS[random.below(CORNERS.length)];
            samples.add(Bytes.wrap(array));
        }
        return samples;
    }
}
