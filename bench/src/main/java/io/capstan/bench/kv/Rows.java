package io.capstan.bench.kv;

import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The keys of a load, `key000000000000` and on, and the one value that is put under all of them.
record Rows(List<Bytes> keys, Bytes value) {
    static Rows of(KvLoad load) {
        List<Bytes> keys = new ArrayList<>(load.keys());
        for (int i = 0; i < load.keys(); i++)
            keys.add(Bytes.utf8(String.format(Locale.ROOT, "key%012d", i)));
        return new Rows(keys, value(load));
    }

    /// Bytes of chance, so that nothing on the way can make them smaller.
    private static Bytes value(KvLoad load) {
        Randomness chance = new Randomness(load.seed()).stream("value");
        ByteBuffer value = ByteBuffer.allocate(load.valueBytes() + Long.BYTES);
        while (value.position() < load.valueBytes()) value.putLong(chance.nextLong());
        return Bytes.wrap(value.array(), 0, load.valueBytes());
    }
}
