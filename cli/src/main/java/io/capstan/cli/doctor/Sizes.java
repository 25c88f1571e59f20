package io.capstan.cli.doctor;

import java.util.Locale;

/// Bytes as people read them.
final class Sizes {
    private static final long GIB = 1L << 30;

    private Sizes() {}

    static String text(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
                : String.format(Locale.ROOT, "%d MiB", bytes >> 20);
    }
}
