package io.capstan.core.random;

import io.capstan.core.Invariant;
import java.util.List;

/// A seeded stream of chance: SplitMix64.
///
/// Every component draws from a stream of its own ([#stream]), so that one draw more in one place
/// shifts nothing elsewhere. The seed is mixed before use: consecutive seeds give unrelated
/// streams. Not for keys or secrets.
///
/// Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
public final class Randomness {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private final long seed;
    private long state;

    public Randomness(long seed) {
        this.seed = mix(seed + GOLDEN_GAMMA);
        this.state = this.seed;
    }

    /// The stream of the component `name`: depends on this stream's seed and the name alone, not on
    /// what has been drawn.
    public Randomness stream(String name) {
        long hash = seed;
        for (int i = 0; i < name.length(); i++) hash = mix(hash ^ (name.charAt(i) + GOLDEN_GAMMA));
        return new Randomness(hash);
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// Uniform in [0, bound); `bound` is at least 1. (The bias of the plain remainder is below
    /// 2^-32 for the bounds in use.)
    public long below(long bound) {
        Invariant.check(bound > 0, "a bound of %s has no numbers below it", bound);
        return Long.remainderUnsigned(nextLong(), bound);
    }

    public int below(int bound) {
        return (int) below((long) bound);
    }

    /// Uniform in [from, to], both inclusive.
    public long between(long from, long to) {
        return from + below(to - from + 1);
    }

    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /// True with the given chance, 0.0 to 1.0.
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /// Uniform in [0, 1).
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    public <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
