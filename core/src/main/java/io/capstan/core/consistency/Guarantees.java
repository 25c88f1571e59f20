package io.capstan.core.consistency;

import java.time.Duration;
import java.util.List;

/// What a table promises, derived from its policy by one pure function ([#of]). The card that
/// people read, the router's refusals and the laws that the simulator tests are all made of this.
///
/// - `quorum`: how many replicas must hold a write before it is acknowledged.
/// - `downForWrites`: how many replicas may be down while writes and linearizable reads go on, once
///   the others have chosen a leader.
/// - `downForReads`: how many may be down while a read at `eventual` is answered.
/// - `levels`: the levels that the table can give, strongest first; `bounded` stands for every
///   bound.
/// - `duringPartition`, `otherwise`: what a request that names no level gives up, under a partition
///   and without one.
///
/// Abadi, "Consistency Tradeoffs in Modern Distributed Database System Design" (2012): PACELC.
public record Guarantees(
        TablePolicy policy,
        int quorum,
        int downForWrites,
        int downForReads,
        List<Consistency> levels,
        Keeps duringPartition,
        Keeps otherwise) {
    /// What is kept where not all can be had.
    public enum Keeps {
        AVAILABILITY('A'),
        CONSISTENCY('C'),
        LATENCY('L');

        private final char letter;

        Keeps(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    public Guarantees {
        levels = List.copyOf(levels);
    }

    /// The promises of a table with this policy; a mistake where it names a protocol that this
    /// release does not have.
    public static Parsed<Guarantees> of(TablePolicy policy) {
        return switch (policy.replication()) {
            case "raft" -> new Parsed.Value<>(raft(policy));
            default ->
                    new Parsed.Mistake<>(
                            "replication="
                                    + policy.replication()
                                    + " is not in this release; raft is");
        };
    }

    private static Guarantees raft(TablePolicy policy) {
        int quorum = policy.replicas() / 2 + 1;
        return new Guarantees(
                policy,
                quorum,
                policy.replicas() - quorum,
                policy.replicas() - 1,
                List.of(
                        Consistency.LINEARIZABLE,
                        new Consistency.Bounded(Duration.ZERO),
                        Consistency.CAUSAL,
                        Consistency.READ_YOUR_WRITES,
                        Consistency.MONOTONIC_READS,
                        Consistency.EVENTUAL),
                duringPartition(policy.consistency()),
                policy.consistency() instanceof Consistency.Linearizable
                        ? Keeps.CONSISTENCY
                        : Keeps.LATENCY);
    }

    /// At `eventual` any replica answers at once. At every other level a replica that cannot prove
    /// the level asks on, and refuses rather than answer less.
    private static Keeps duringPartition(Consistency level) {
        return level instanceof Consistency.Eventual ? Keeps.AVAILABILITY : Keeps.CONSISTENCY;
    }

    /// Whether the table can give the level at all.
    public boolean offers(Consistency level) {
        for (Consistency offered : levels) if (offered.getClass() == level.getClass()) return true;
        return false;
    }

    /// Whether a request at this level may be served: never silently at a weaker one.
    public Admission admit(String table, Consistency asked) {
        if (!offers(asked))
            return new Admission.Unattainable(
                    "table "
                            + table
                            + " cannot answer at "
                            + asked
                            + "; ask for "
                            + levels.getFirst());
        if (policy.floor().isPresent() && !asked.passes(policy.floor().get()))
            return new Admission.BelowFloor(
                    "table "
                            + table
                            + " answers nothing below "
                            + policy.floor().get()
                            + ", and "
                            + asked
                            + " is not at least that; ask for "
                            + policy.floor().get()
                            + " or linearizable, or lower consistency_floor");
        return new Admission.Admitted();
    }

    /// `PC/EC`: what is kept under a partition, and else.
    public String pacelc() {
        return "P" + duringPartition.letter() + "/E" + otherwise.letter();
    }
}
