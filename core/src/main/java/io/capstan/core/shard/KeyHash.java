package io.capstan.core.shard;

import io.capstan.core.Bytes;

/// The hash that places keys of hash tables: FNV-1a over the bytes, finished with the 64-bit mixer
/// of SplitMix64 so that similar keys land far apart. Part of the data format: it never changes.
///
/// Fowler, Noll, Vo; Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (2014),
/// figure 16.
public final class KeyHash {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private KeyHash() {}

    public static long of(Bytes key) {
        long hash = OFFSET_BASIS;
        for (int i = 0; i < key.length(); i++) hash = (hash ^ (key.at(i) & 0xff)) * PRIME;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
