package io.capstan.verify.plan;

/// One thing done to the cluster, and undone after a while.
public sealed interface Fault {
    Victims victims();

    /// The word by which it was asked for.
    FaultKind kind();

    /// SIGKILL; started again at the end.
    record Kill(Victims victims) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.KILL;
        }
    }

    /// SIGSTOP; SIGCONT at the end.
    record Pause(Victims victims) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.PAUSE;
        }
    }

    /// SIGTERM; started again at the end.
    record Restart(Victims victims) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.RESTART;
        }
    }

    /// Links are unwell in this shape; mended at the end.
    record Partition(Victims victims, Shape shape, Manner manner) implements Fault {
        @Override
        public FaultKind kind() {
            return manner instanceof Manner.Late || manner instanceof Manner.Narrow
                    ? FaultKind.SLOW
                    : FaultKind.PARTITION;
        }
    }

    /// SIGKILL of all at once, unsynced bytes lost; started again at the end.
    record PowerLoss(Victims victims) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.DISK;
        }
    }

    /// SIGTERM, then at once started again with a wall clock that is `offsetMillis` off and a
    /// monotonic clock that runs `driftPpm` millionths faster; started again with true clocks at
    /// the end.
    record Skew(Victims victims, int offsetMillis, int driftPpm) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOCK;
        }
    }

    /// The same, done to others.
    default Fault on(Victims others) {
        return switch (this) {
            case Kill _ -> new Kill(others);
            case Pause _ -> new Pause(others);
            case Restart _ -> new Restart(others);
            case Partition(_, var shape, var manner) -> new Partition(others, shape, manner);
            case PowerLoss _ -> new PowerLoss(others);
            case Skew(_, int offset, int drift) -> new Skew(others, offset, drift);
        };
    }

    /// In words, such as `partition halves (silent) leader`.
    default String words() {
        String what =
                switch (this) {
                    case Kill _ -> "kill -9";
                    case Pause _ -> "pause";
                    case Restart _ -> "restart";
                    case Partition(_, var shape, var manner) ->
                            kind().word() + " " + shape.word() + " (" + manner.words() + ")";
                    case PowerLoss _ -> "power loss";
                    case Skew(_, int offset, int drift) ->
                            "clock " + signed(offset) + " ms, " + signed(drift) + " ppm";
                };
        return what + " " + victims();
    }

    private static String signed(int number) {
        return number > 0 ? "+" + number : Integer.toString(number);
    }
}
