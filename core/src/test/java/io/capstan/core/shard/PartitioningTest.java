package io.capstan.core.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PartitioningTest {
    /// Part of the data format: another value here would lose every row of every hash table.
    @ParameterizedTest
    @CsvSource({
        "'', f52a15e9a9b5e89b",
        "a, 2c0bdbf481420f8",
        "b, 3e35b21bfb9b6405",
        "user/1, 9a749b9b3e6c8620",
        "user/2, 4a7081933e8cc2cf",
        "ключ, 95f04555fa3bf374"
    })
    void theHashOfAKeyNeverChanges(String key, String hash) {
        assertThat(Long.toHexString(KeyHash.of(Bytes.utf8(key)))).isEqualTo(hash);
    }

    @Test
    void similarKeysSpreadEvenly() {
        int[] counts = new int[16];
        for (int i = 0; i < 160_000; i++)
            counts[(int) (KeyHash.of(Bytes.utf8("key-" + i)) >>> 60)]++;
        for (int count : counts) assertThat(count).isBetween(9_500, 10_500);
    }

    @ParameterizedTest
    @EnumSource(Partitioning.class)
    void aRoutingKeyHoldsItsKey(Partitioning partitioning) {
        for (String text : new String[] {"", "a", "some longer key"}) {
            Bytes key = Bytes.utf8(text);
            assertThat(partitioning.key(partitioning.routingKey(key))).isEqualTo(key);
        }
    }

    @Test
    void rowsOfAHashTableLieInTheOrderOfTheirHashes() {
        Bytes one = Bytes.utf8("one");
        Bytes two = Bytes.utf8("two");
        int byHash = Long.compareUnsigned(KeyHash.of(one), KeyHash.of(two));
        int byRoute =
                Partitioning.HASH.routingKey(one).compareTo(Partitioning.HASH.routingKey(two));
        assertThat(Integer.signum(byRoute)).isEqualTo(Integer.signum(byHash));
    }
}
