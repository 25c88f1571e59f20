package io.capstan.storage.log;

import java.util.HexFormat;

/// Where a record lies: segment and offset packed into one number, so that a million entries cost a
/// million longs. 0 is nowhere: segments are numbered from 1.
final class Place {
    private static final int OFFSET_BITS = 32;
    static final long NOWHERE = 0;

    private Place() {}

    static long of(long segment, long offset) {
        return segment << OFFSET_BITS | offset;
    }

    static long segment(long place) {
        return place >>> OFFSET_BITS;
    }

    static long offset(long place) {
        return place & 0xffffffffL;
    }

    /// `log-` and sixteen hexadecimal digits: names in the order of the numbers.
    static String file(long segment) {
        return "log-" + HexFormat.of().toHexDigits(segment);
    }

    /// The number of a segment's file, 0 where the name is not one.
    static long segment(String file) {
        if (!file.matches("log-[0-9a-f]{16}")) return 0;
        long number = Long.parseUnsignedLong(file.substring(4), 16);
        return number > 0 && number < 1L << (63 - OFFSET_BITS) ? number : 0;
    }
}
