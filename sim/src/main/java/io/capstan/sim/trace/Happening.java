package io.capstan.sim.trace;

import java.util.Locale;

/// One thing that happened, in numbers, so that two runs can be compared event by event.
///
/// `kind`: 1 to 10 an actor's input (as [Digest#kind]), above that the world's own: see the
/// constants.
public record Happening(long nanos, int place, int kind, long actor, long content) {
    /// A frame arrived.
    public static final int FRAME = 20;

    /// A node started, died, or a fault began or ended.
    public static final int WORLD = 21;

    /// A client sent an operation, or learnt what became of it.
    public static final int CLIENT = 22;

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.6fs place %d %s actor s%d content %016x",
                nanos / 1e9,
                place,
                word(),
                actor,
                content);
    }

    private String word() {
        return switch (kind) {
            case 1 -> "received";
            case 2 -> "requested";
            case 3 -> "answered";
            case 4 -> "timer";
            case 5 -> "persisted";
            case 6 -> "applied";
            case 7 -> "fetched";
            case 8 -> "peer";
            case 9 -> "descriptor";
            case 10 -> "pressure";
            case FRAME -> "frame";
            case WORLD -> "world";
            case CLIENT -> "client";
            default -> "kind " + kind;
        };
    }
}
