package io.capstan.core.consistency;

import java.util.Locale;
import java.util.Optional;

/// The guarantee card: what a table promises, in five lines that a person reads before they trust
/// it. Made of [Guarantees] alone.
public final class GuaranteeCard {
    private final String table;
    private final Guarantees guarantees;

    private GuaranteeCard(String table, Guarantees guarantees) {
        this.table = table;
        this.guarantees = guarantees;
    }

    /// The card, its lines joined by newlines, without one at the end.
    public static String print(String table, Guarantees guarantees) {
        return new GuaranteeCard(table, guarantees).text();
    }

    private String text() {
        return String.join(
                "\n",
                head(),
                line("reads", reads()),
                line("survives", survives()),
                line("partition", partition()),
                line("else", otherwise()));
    }

    private String head() {
        TablePolicy policy = guarantees.policy();
        return String.format(
                Locale.ROOT,
                "%s: %s N=%d, %d of them decide; %d %s by %s",
                table,
                policy.replication(),
                policy.replicas(),
                guarantees.quorum(),
                policy.shards(),
                policy.shards() == 1 ? "shard" : "shards",
                policy.partitioning().name().toLowerCase(Locale.ROOT));
    }

    private String reads() {
        Consistency usual = guarantees.policy().consistency();
        Optional<Consistency> floor = guarantees.policy().floor();
        String weaker =
                floor.map(least -> "; a request may ask for another level, never below " + least)
                        .orElse("; a request may ask for any level");
        return usual + weaker;
    }

    private String survives() {
        int replicas = guarantees.policy().replicas();
        if (replicas == 1) return "no replica down: there is one copy";
        String down =
                String.format(
                        Locale.ROOT,
                        "%d of %d replicas down, for reads and writes",
                        guarantees.downForWrites(),
                        replicas);
        if (!weakReadsAllowed()) return down;
        return down
                + String.format(
                        Locale.ROOT, "; %d down, for reads at eventual", guarantees.downForReads());
    }

    private String partition() {
        int replicas = guarantees.policy().replicas();
        if (replicas == 1) return "answers where the one copy is, and nowhere else";
        String majority =
                String.format(
                        Locale.ROOT,
                        "the side with %d of %d replicas goes on; the other refuses writes and"
                                + " linearizable reads",
                        guarantees.quorum(),
                        replicas);
        return weakReadsAllowed() ? majority + ", and still answers reads at eventual" : majority;
    }

    private String otherwise() {
        String writes =
                String.format(
                        Locale.ROOT,
                        "a write answers once %d of %d hold it durably",
                        guarantees.quorum(),
                        guarantees.policy().replicas());
        String reads =
                switch (guarantees.otherwise()) {
                    case CONSISTENCY -> "a read asks the leader or waits for its word";
                    case LATENCY, AVAILABILITY ->
                            "a read answers from the nearest replica that can prove its level";
                };
        return writes + "; " + reads + " (" + guarantees.pacelc() + ")";
    }

    private boolean weakReadsAllowed() {
        return guarantees.policy().floor().map(Consistency.EVENTUAL::passes).orElse(true);
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "  %-11s %s", name, text);
    }
}
