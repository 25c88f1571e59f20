package io.capstan.storage.shard;

import io.capstan.core.Bytes;

/// A running 64-bit digest of bytes and numbers in their order; equal sequences give equal digests.
/// Part of the data format (snapshots carry histories): it never changes. Not against adversaries.
///
/// The mixer is SplitMix64's. Steele, Lea, Flood (2014), figure 16.
final class Fingerprint {
    private long state;

    Fingerprint(long start) {
        state = start;
    }

    long value() {
        return state;
    }

    Fingerprint add(long number) {
        long z = state * 0x9e3779b97f4a7c15L + number;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        state = z ^ (z >>> 31);
        return this;
    }

    Fingerprint add(Bytes bytes) {
        add(bytes.length());
        int at = 0;
        for (; at + Long.BYTES <= bytes.length(); at += Long.BYTES) add(bytes.longAt(at));
        long rest = 0;
        for (; at < bytes.length(); at++) rest = rest << 8 | (bytes.at(at) & 0xff);
        return add(rest);
    }
}
