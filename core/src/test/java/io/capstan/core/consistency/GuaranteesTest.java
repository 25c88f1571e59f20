package io.capstan.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.quorum.MajorityQuorum;
import io.capstan.core.shard.Partitioning;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuaranteesTest {
    @Test
    void theCardOfAnOrdinaryTable() {
        assertThat(card("carts", 3, Consistency.LINEARIZABLE, Optional.empty()))
                .isEqualTo(
                        """
                        carts: raft N=3, 2 of them decide; 12 shards by hash
                          reads       linearizable; a request may ask for any level
                          survives    1 of 3 replicas down, for reads and writes; 2 down, for reads at eventual
                          partition   the side with 2 of 3 replicas goes on; the other refuses writes and linearizable reads, and still answers reads at eventual
                          else        a write answers once 2 of 3 hold it durably; a read asks the leader or waits for its word (PC/EC)\
                        """);
    }

    @Test
    void theCardOfATableThatNeverAnswersBelowItsFloor() {
        assertThat(card("feed", 5, Consistency.CAUSAL, Optional.of(Consistency.READ_YOUR_WRITES)))
                .isEqualTo(
                        """
                        feed: raft N=5, 3 of them decide; 12 shards by hash
                          reads       causal; a request may ask for another level, never below read_your_writes
                          survives    2 of 5 replicas down, for reads and writes
                          partition   the side with 3 of 5 replicas goes on; the other refuses writes and linearizable reads
                          else        a write answers once 3 of 5 hold it durably; a read answers from the nearest replica that can prove its level (PC/EL)\
                        """);
    }

    @Test
    void theCardOfASingleCopyPromisesNothingItCannotKeep() {
        assertThat(card("notes", 1, Consistency.LINEARIZABLE, Optional.empty()))
                .contains("no replica down: there is one copy")
                .contains("answers where the one copy is, and nowhere else");
    }

    @Test
    void aTableReadAtEventualPrefersAvailabilityAndLatency() {
        assertThat(guarantees(policy(3, Consistency.EVENTUAL, Optional.empty())).pacelc())
                .isEqualTo("PA/EL");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void theNumbersOfTheCardAreThoseOfTheQuorum(int replicas) {
        var guarantees = guarantees(policy(replicas, Consistency.LINEARIZABLE, Optional.empty()));
        MajorityQuorum quorum =
                MajorityQuorum.of(
                        LongStream.rangeClosed(1, replicas).mapToObj(ReplicaId::new).toList());
        assertThat(guarantees.quorum()).isEqualTo(quorum.size());
        assertThat(guarantees.downForWrites()).isEqualTo(replicas - quorum.size());
    }

    @Test
    void aRequestBelowTheFloorIsRefusedAndNeverWeakened() {
        var guarantees =
                guarantees(
                        policy(
                                3,
                                Consistency.LINEARIZABLE,
                                Optional.of(new Consistency.Bounded(Duration.ofSeconds(5)))));
        assertThat(guarantees.admit("t", Consistency.LINEARIZABLE))
                .isEqualTo(new Admission.Admitted());
        assertThat(guarantees.admit("t", new Consistency.Bounded(Duration.ofSeconds(4))))
                .isEqualTo(new Admission.Admitted());
        assertThat(guarantees.admit("t", Consistency.CAUSAL))
                .isEqualTo(
                        new Admission.BelowFloor(
                                "table t answers nothing below bounded(5s), and causal is not at"
                                        + " least that; ask for bounded(5s) or linearizable, or"
                                        + " lower consistency_floor"));
    }

    @Test
    void raftOffersEveryLevel() {
        var guarantees = guarantees(TablePolicy.DEFAULT);
        assertThat(guarantees.offers(new Consistency.Bounded(Duration.ofHours(1)))).isTrue();
        for (Consistency level : guarantees.levels())
            assertThat(guarantees.admit("t", level)).isEqualTo(new Admission.Admitted());
    }

    @Test
    void aProtocolThatIsNotThereIsRefusedByName() {
        TablePolicy later =
                new TablePolicy(
                        "paxos",
                        3,
                        12,
                        Partitioning.HASH,
                        Duration.ofMinutes(10),
                        Consistency.LINEARIZABLE,
                        Optional.empty());
        assertThat(Guarantees.of(later))
                .isEqualTo(
                        new Parsed.Mistake<>("replication=paxos is not in this release; raft is"));
    }

    private static String card(
            String table, int replicas, Consistency usual, Optional<Consistency> floor) {
        return GuaranteeCard.print(table, guarantees(policy(replicas, usual, floor)));
    }

    private static TablePolicy policy(
            int replicas, Consistency usual, Optional<Consistency> floor) {
        return new TablePolicy(
                "raft", replicas, 12, Partitioning.HASH, Duration.ofMinutes(10), usual, floor);
    }

    private static Guarantees guarantees(TablePolicy policy) {
        return switch (Guarantees.of(policy)) {
            case Parsed.Value<Guarantees>(Guarantees guarantees) -> guarantees;
            case Parsed.Mistake<Guarantees>(String message) -> throw new AssertionError(message);
        };
    }
}
