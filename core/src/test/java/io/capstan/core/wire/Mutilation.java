package io.capstan.core.wire;

import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import java.io.ByteArrayOutputStream;

/// Breaks encoded bytes in the ways that wires, disks and enemies do.
final class Mutilation {
    private static final byte[] HUGE = {-1, -1, -1, -1, 7, -128, 0, 127};

    private Mutilation() {}

    /// One to three changes: a flipped bit, a replaced, inserted or removed byte, a huge number.
    static Bytes of(Bytes whole, Randomness random) {
        byte[] bytes = whole.toArray();
        for (int i = 1 + random.below(3); i > 0; i--) bytes = once(bytes, random);
        return Bytes.wrap(bytes);
    }

    static Bytes noise(Randomness random) {
        byte[] bytes = new byte[random.below(64)];
        boolean small = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++)
            bytes[i] = (byte) (small ? random.below(6) : random.below(256));
        return Bytes.wrap(bytes);
    }

    private static byte[] once(byte[] bytes, Randomness random) {
        if (bytes.length == 0) return new byte[] {(byte) random.nextLong()};
        int at = random.below(bytes.length);
        return switch (random.below(5)) {
            case 0 -> splice(bytes, at, 1, (byte) (bytes[at] ^ (1 << random.below(8))));
            case 1 -> splice(bytes, at, 1, (byte) random.nextLong());
            case 2 -> splice(bytes, at, 0, (byte) random.nextLong());
            case 3 -> splice(bytes, at, 1);
            default -> splice(bytes, at, 1, HUGE);
        };
    }

    private static byte[] splice(byte[] bytes, int at, int removed, byte... inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(inserted);
        out.write(bytes, at + removed, bytes.length - at - removed);
        return out.toByteArray();
    }
}
