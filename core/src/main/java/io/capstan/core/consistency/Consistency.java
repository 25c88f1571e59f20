package io.capstan.core.consistency;

import io.capstan.core.Invariant;
import java.time.Duration;

/// How fresh the answer to a request must be. What each level means on each protocol is the table
/// of `docs/guarantees.md`.
///
/// Order: linearizable > causal > read_your_writes, monotonic_reads > eventual; linearizable >
/// bounded(d) > eventual, smaller d stronger.
public sealed interface Consistency {
    /// Whether this level is the floor or stronger, so that a request at this level may pass it. A
    /// partial order: neither of `causal` and `bounded(d)` passes the other.
    boolean passes(Consistency floor);

    /// What holds of an answer at this level, as the end of the sentence "the answer …".
    String promise();

    /// The latest acknowledged state, in real time.
    record Linearizable() implements Consistency {
        @Override
        public boolean passes(Consistency floor) {
            return true;
        }

        @Override
        public String promise() {
            return "is the newest acknowledged state, in real time";
        }

        @Override
        public String toString() {
            return "linearizable";
        }
    }

    /// Nothing acknowledged longer ago than `staleness` is missing.
    record Bounded(Duration staleness) implements Consistency {
        /// A bound is below this: a year.
        public static final Duration MAX_STALENESS = Duration.ofDays(365);

        public Bounded {
            Invariant.check(
                    !staleness.isNegative() && staleness.compareTo(MAX_STALENESS) < 0,
                    "a staleness of %s",
                    staleness);
        }

        @Override
        public boolean passes(Consistency floor) {
            return floor instanceof Eventual
                    || (floor instanceof Bounded(Duration allowed)
                            && staleness.compareTo(allowed) <= 0);
        }

        @Override
        public String promise() {
            return "misses nothing that was acknowledged more than "
                    + Durations.print(staleness)
                    + " ago";
        }

        @Override
        public String toString() {
            return "bounded(" + Durations.print(staleness) + ")";
        }
    }

    /// All that the session wrote or read, and what those depend on.
    record Causal() implements Consistency {
        @Override
        public boolean passes(Consistency floor) {
            return !(floor instanceof Linearizable || floor instanceof Bounded);
        }

        @Override
        public String promise() {
            return "holds all that the session wrote or read, and what those depend on";
        }

        @Override
        public String toString() {
            return "causal";
        }
    }

    /// All that the session wrote.
    record ReadYourWrites() implements Consistency {
        @Override
        public boolean passes(Consistency floor) {
            return floor instanceof ReadYourWrites || floor instanceof Eventual;
        }

        @Override
        public String promise() {
            return "holds all that the session wrote";
        }

        @Override
        public String toString() {
            return "read_your_writes";
        }
    }

    /// All that the session has read.
    record MonotonicReads() implements Consistency {
        @Override
        public boolean passes(Consistency floor) {
            return floor instanceof MonotonicReads || floor instanceof Eventual;
        }

        @Override
        public String promise() {
            return "is never older than what the session has already read";
        }

        @Override
        public String toString() {
            return "monotonic_reads";
        }
    }

    /// Some state that once was, or will be, everyone's.
    record Eventual() implements Consistency {
        @Override
        public boolean passes(Consistency floor) {
            return floor instanceof Eventual;
        }

        @Override
        public String promise() {
            return "is some state that once was, or will be, everyone's";
        }

        @Override
        public String toString() {
            return "eventual";
        }
    }

    Consistency LINEARIZABLE = new Linearizable();
    Consistency CAUSAL = new Causal();
    Consistency READ_YOUR_WRITES = new ReadYourWrites();
    Consistency MONOTONIC_READS = new MonotonicReads();
    Consistency EVENTUAL = new Eventual();
}
