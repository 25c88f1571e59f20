package io.capstan.bench.kv;

import io.capstan.core.Invariant;
import java.time.Duration;
import java.util.Locale;

/// What is asked of the cluster in every cell.
///
/// - `valueBytes`: the size of every value, 1 to 1 MiB (the cluster refuses larger ones).
/// - `keys`: so many keys, each operation draws one of them, 1 to [#MAX_KEYS].
/// - `warm`, `count`: what is asked in the first of these times does not count; what ends in the
///   second does.
/// - `seed`: decides keys and values.
public record KvLoad(
        Operation operation, int valueBytes, int keys, Duration warm, Duration count, long seed) {
    /// All keys are held in memory, so that none is made while time is taken.
    public static final int MAX_KEYS = 10_000_000;

    /// What every slot of the loop does.
    public enum Operation {
        PUT,
        /// Linearizable.
        GET;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public KvLoad {
        Invariant.check(valueBytes >= 1, "values of %s bytes", valueBytes);
        Invariant.check(keys >= 1 && keys <= MAX_KEYS, "%s keys", keys);
        Invariant.check(!warm.isNegative() && count.isPositive(), "%s and %s", warm, count);
    }
}
