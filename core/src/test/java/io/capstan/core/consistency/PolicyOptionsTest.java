package io.capstan.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.random.Randomness;
import io.capstan.core.shard.Partitioning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyOptionsTest {
    @Test
    void withoutOptionsATableIsTheDefault() {
        assertThat(accepted(Map.of()).policy()).isEqualTo(TablePolicy.DEFAULT);
        assertThat(accepted(Map.of()).notices()).isEmpty();
    }

    @Test
    void whatIsPrintedIsAcceptedAsTheSamePolicy() {
        Randomness random = new Randomness(1);
        for (int i = 0; i < 1_000; i++) {
            TablePolicy policy = policy(random);
            assertThat(accepted(PolicyOptions.print(policy)).policy()).isEqualTo(policy);
        }
    }

    @Test
    void caseAndBlanksOfValuesDoNotMatter() {
        TablePolicy policy =
                accepted(Map.of("consistency", " Causal ", "partitioning", "RANGE")).policy();
        assertThat(policy.consistency()).isEqualTo(Consistency.CAUSAL);
        assertThat(policy.partitioning()).isEqualTo(Partitioning.RANGE);
        assertThat(policy.shards()).isEqualTo(1);
    }

    @Test
    void anEvenNumberOfReplicasWorksAndIsRemarkedUpon() {
        assertThat(accepted(Map.of("replicas", "4")).policy().replicas()).isEqualTo(4);
        assertThat(accepted(Map.of("replicas", "4")).notices())
                .containsExactly(
                        "replicas=4 survives 1 down, as replicas=3 does, and waits for one more"
                                + " copy; replicas=5 survives 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "replication=pbft | replication=pbft is not in this release; raft is | replication=raft",
                "replication=magic | replication cannot be 'magic' | replication=raft",
                "durability=memory | durability=memory is not in this release | durability=log",
                "commit_wait=on | commit_wait=on is not in this release | commit_wait=off",
                "partitioning=directory | hash and range are | partitioning=range",
                "partitioning=modulo | partitioning cannot be 'modulo' | partitioning=hash",
                "replicas=0 | replicas=0 is not within 1 to 9 | replicas=1",
                "replicas=11 | not within 1 to 9 | replicas=9",
                "replicas=many | replicas must be a number, not 'many' | replicas=3",
                "shards=5000 | not within 1 to 1000 | shards=1000",
                "shards=99999999999 | must be a number | shards=12",
                "version_age=1ms | version_age=1ms is not within 1s to 7d | version_age=1s",
                "version_age=8d | not within 1s to 7d | version_age=7d",
                "version_age=soon | 'soon' is not a duration | version_age=10m",
                "consistency=strong | no level is called 'strong' | consistency=linearizable",
                "read_quorum=1 | option read_quorum is not in this release | leave it out",
                "replica=3 | there is no option 'replica' | replicas=…",
                "nonsense=1 | there is no option 'nonsense' | one of replication, replicas"
            })
    void whatCannotBeHadIsRefusedWithReasonAndNearestSetting(
            String option, String reason, String nearest) {
        int sign = option.indexOf('=');
        var refused = refused(Map.of(option.substring(0, sign), option.substring(sign + 1)));
        assertThat(refused.reason()).contains(reason);
        assertThat(refused.nearest()).startsWith(nearest);
    }

    @Test
    void aRangeTableOfSeveralShardsIsRefused() {
        var refused = refused(Map.of("partitioning", "range", "shards", "4"));
        assertThat(refused)
                .hasToString(
                        "a range table begins as one shard, because nothing is known yet about its"
                                + " keys; shards=4; nearest possible: shards=1");
    }

    @Test
    void aDefaultBelowTheFloorIsRefused() {
        var refused = refused(Map.of("consistency", "eventual", "consistency_floor", "causal"));
        assertThat(refused.reason()).contains("is not at least consistency_floor=causal");
        assertThat(refused.nearest()).isEqualTo("consistency=causal");
    }

    private static TablePolicy policy(Randomness random) {
        boolean range = random.nextBoolean();
        List<Consistency> levels =
                new ArrayList<>(
                        List.of(
                                Consistency.LINEARIZABLE,
                                Consistency.CAUSAL,
                                Consistency.READ_YOUR_WRITES,
                                new Consistency.Bounded(Duration.ofMillis(random.below(9_000L))),
                                Consistency.EVENTUAL));
        Consistency consistency = random.pick(levels);
        levels.removeIf(floor -> !consistency.passes(floor));
        return new TablePolicy(
                "raft",
                1 + random.below(9),
                range ? 1 : 1 + random.below(1000),
                range ? Partitioning.RANGE : Partitioning.HASH,
                Duration.ofMillis(random.between(1_000, 604_800_000)),
                consistency,
                random.nextBoolean() ? Optional.of(random.pick(levels)) : Optional.empty());
    }

    private static PolicyVerdict.Accepted accepted(Map<String, String> options) {
        return switch (PolicyOptions.read(new TreeMap<>(options))) {
            case PolicyVerdict.Accepted accepted -> accepted;
            case PolicyVerdict.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private static PolicyVerdict.Refused refused(Map<String, String> options) {
        return switch (PolicyOptions.read(new TreeMap<>(options))) {
            case PolicyVerdict.Refused refused -> refused;
            case PolicyVerdict.Accepted accepted -> throw new AssertionError(accepted.toString());
        };
    }
}
