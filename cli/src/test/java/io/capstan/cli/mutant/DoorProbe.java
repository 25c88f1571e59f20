package io.capstan.cli.mutant;

/// A simulator of doors: only every tenth seed locks one, so a broken lock takes ten seeds to
/// notice.
public final class DoorProbe {
    private DoorProbe() {}

    public static String run(
            String protocol, long fromSeed, long toSeed, int operations, boolean invariantsOff) {
        for (long seed = fromSeed; seed <= toSeed; seed++) {
            boolean locked = seed % 10 == 0;
            if (new Door(locked).opens() == locked) {
                return "{\"caughtAtSeed\":"
                        + seed
                        + ",\"law\":\""
                        + protocol
                        + "\",\"seedsTried\":"
                        + (seed - fromSeed + 1)
                        + "}";
            }
        }
        return "{\"caughtAtSeed\":null,\"law\":null,\"seedsTried\":"
                + (toSeed - fromSeed + 1)
                + "}";
    }
}
