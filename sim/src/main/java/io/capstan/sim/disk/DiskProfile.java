package io.capstan.sim.disk;

import io.capstan.core.Invariant;

/// How a simulated disk behaves while nothing is wrong with it.
///
/// - `syncNanos`: the mean time of a sync; the actual one is drawn between a half and one and a
///   half, with one in a hundred ten times as long.
/// - `capacityBytes`: all files together.
/// - `keepChance`, `tearChance`: what a crash does to each sector that was written and not synced:
///   it stays, or half of it stays; else it is lost.
public record DiskProfile(
        long syncNanos, long capacityBytes, double keepChance, double tearChance) {
    public static final DiskProfile DEFAULT = new DiskProfile(500_000, Long.MAX_VALUE, 0.4, 0.1);

    public DiskProfile {
        Invariant.check(syncNanos > 0 && capacityBytes > 0, "sync %s", syncNanos, capacityBytes);
        Invariant.check(
                keepChance >= 0 && tearChance >= 0 && keepChance + tearChance <= 1,
                "keep %s, tear %s",
                keepChance,
                tearChance);
    }
}
