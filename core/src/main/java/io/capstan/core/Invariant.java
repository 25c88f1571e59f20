package io.capstan.core;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What must always hold. A broken invariant is a bug of ours, never a user's mistake: it stops the
/// actor that found it, loudly, before the damage spreads. Checks stay on in production; the
/// message is built only when the check fails.
public final class Invariant {
    private Invariant() {}

    /// Throws [Broken] with the formatted message unless `holds`.
    public static void check(boolean holds, String message, @Nullable Object... values) {
        if (!holds) throw new Broken(String.format(Locale.ROOT, message, values));
    }

    /// Like [#check(boolean, String, Object...)] without boxing a number on the path where the
    /// check holds.
    public static void check(boolean holds, String message, long number) {
        if (!holds) throw new Broken(String.format(Locale.ROOT, message, number));
    }

    /// Like [#check(boolean, String, Object...)] without boxing two numbers on the path where the
    /// check holds.
    public static void check(boolean holds, String message, long first, long second) {
        if (!holds) throw new Broken(String.format(Locale.ROOT, message, first, second));
    }

    /// The invariant that did not hold. The host stops the actor and reports it; nobody else
    /// catches this.
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }
}
