package io.capstan.core.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What must hold of every rule, tried on all sets of up to seven members.
class QuorumLawsTest {
    /// The read or the write rule of a quorum.
    private interface Rule {
        VoteResult apply(Function<ReplicaId, @Nullable Boolean> answers);
    }

    static List<Quorum> quorums() {
        List<Quorum> quorums = new ArrayList<>();
        for (int size = 1; size <= 7; size++) quorums.add(majority(1, size));
        quorums.add(new JointQuorum(majority(1, 3), majority(2, 4)));
        quorums.add(new JointQuorum(majority(1, 3), majority(4, 7)));
        quorums.add(new JointQuorum(majority(1, 5), majority(5, 5)));
        quorums.add(new JointQuorum(majority(1, 4), MajorityQuorum.EMPTY));
        quorums.add(weighted(3, 1, 1, 1, 1));
        quorums.add(weighted(0, 2, 2, 1, 0));
        quorums.add(weighted(5, 1, 1));
        quorums.add(new WeightedQuorum(weights(2, 2, 1, 1), 5));
        quorums.add(grid(1));
        quorums.add(grid(2, 2));
        quorums.add(grid(3, 3));
        quorums.add(grid(1, 2, 3));
        quorums.add(grid(2, 2, 3));
        quorums.add(grid(7));
        return quorums;
    }

    @ParameterizedTest
    @MethodSource("quorums")
    void anyTwoDecidingSetsShareAMember(Quorum quorum) {
        List<Set<ReplicaId>> deciding = deciding(quorum, quorum::votes);
        assertThat(deciding).isNotEmpty();
        for (Set<ReplicaId> one : deciding)
            for (Set<ReplicaId> other : deciding)
                assertThat(one).as("%s and %s", one, other).containsAnyElementsOf(other);
    }

    @ParameterizedTest
    @MethodSource("quorums")
    void aDecisionIsFinalAndOnlyADecisionIs(Quorum quorum) {
        for (Set<ReplicaId> yes : subsets(quorum))
            for (Set<ReplicaId> no : subsets(quorum)) {
                if (yes.stream().anyMatch(no::contains)) continue;
                VoteResult now = quorum.votes(answers(yes, no));
                TreeSet<ReplicaId> others = new TreeSet<>(quorum.members());
                others.removeAll(yes);
                others.removeAll(no);
                TreeSet<ReplicaId> allYes = new TreeSet<>(yes);
                allYes.addAll(others);
                TreeSet<ReplicaId> allNo = new TreeSet<>(no);
                allNo.addAll(others);
                VoteResult best = quorum.votes(answers(allYes, no));
                VoteResult worst = quorum.votes(answers(yes, allNo));
                assertThat(now == VoteResult.WON).isEqualTo(worst == VoteResult.WON);
                assertThat(now == VoteResult.LOST).isEqualTo(best == VoteResult.LOST);
            }
    }

    @ParameterizedTest
    @MethodSource("quorums")
    void theNumberReachedIsTheGreatestThatADecidingSetHas(Quorum quorum) {
        Randomness random = new Randomness(1);
        for (int i = 0; i < 2_000; i++) {
            TreeMap<ReplicaId, Long> numbers = new TreeMap<>();
            for (ReplicaId member : quorum.members()) numbers.put(member, random.below(6L));
            assertThat(quorum.reached(number(numbers))).isEqualTo(greatest(quorum::votes, numbers));
        }
    }

    @Test
    void aGridsWritesMeetItsReads() {
        for (GridQuorum grid : List.of(grid(2, 2), grid(3, 3), grid(1, 2, 3), grid(2, 2, 3)))
            for (Set<ReplicaId> write : deciding(grid, grid::votes))
                for (Set<ReplicaId> read : deciding(grid, grid::readVotes))
                    assertThat(write).containsAnyElementsOf(read);
    }

    @Test
    void aGridsReadReachesWhatACoverHas() {
        GridQuorum grid = grid(2, 2, 3);
        Randomness random = new Randomness(2);
        for (int i = 0; i < 2_000; i++) {
            TreeMap<ReplicaId, Long> numbers = new TreeMap<>();
            for (ReplicaId member : grid.members()) numbers.put(member, random.below(6L));
            assertThat(grid.readReached(number(numbers)))
                    .isEqualTo(greatest(grid::readVotes, numbers));
        }
    }

    @Test
    void aRuleWhoseDecisionsCouldMissEachOtherCannotBeMade() {
        assertThatThrownBy(() -> new WeightedQuorum(weights(1, 1), 1))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> new WeightedQuorum(weights(1, 1), 3))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> new WeightedQuorum(weights(-1, 3), 2))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> new GridQuorum(List.of())).isInstanceOf(Invariant.Broken.class);
        ReplicaId one = new ReplicaId(1);
        assertThatThrownBy(() -> new GridQuorum(List.of(List.of(one), List.of(one))))
                .isInstanceOf(Invariant.Broken.class);
    }

    private static long greatest(Rule votes, SortedMap<ReplicaId, Long> numbers) {
        long greatest = -1;
        for (long candidate : numbers.values())
            if (votes.apply(member -> number(numbers).applyAsLong(member) >= candidate)
                    == VoteResult.WON) greatest = Math.max(greatest, candidate);
        return greatest;
    }

    private static ToLongFunction<ReplicaId> number(SortedMap<ReplicaId, Long> numbers) {
        return member -> numbers.getOrDefault(member, 0L);
    }

    private static List<Set<ReplicaId>> deciding(Quorum quorum, Rule votes) {
        return subsets(quorum).stream()
                .filter(set -> votes.apply(set::contains) == VoteResult.WON)
                .toList();
    }

    private static List<Set<ReplicaId>> subsets(Quorum quorum) {
        List<ReplicaId> members = List.copyOf(quorum.members());
        List<Set<ReplicaId>> subsets = new ArrayList<>();
        for (int bits = 0; bits < 1 << members.size(); bits++) {
            TreeSet<ReplicaId> subset = new TreeSet<>();
            for (int i = 0; i < members.size(); i++)
                if ((bits & 1 << i) != 0) subset.add(members.get(i));
            subsets.add(subset);
        }
        return subsets;
    }

    private static Answers answers(Set<ReplicaId> yes, Set<ReplicaId> no) {
        return new Answers(yes, no);
    }

    private static MajorityQuorum majority(int from, int to) {
        List<ReplicaId> members = new ArrayList<>();
        for (int i = from; i <= to; i++) members.add(new ReplicaId(i));
        return MajorityQuorum.of(members);
    }

    private static WeightedQuorum weighted(int... weights) {
        return WeightedQuorum.majority(weights(weights));
    }

    private static SortedMap<ReplicaId, Integer> weights(int... weights) {
        TreeMap<ReplicaId, Integer> map = new TreeMap<>();
        for (int weight : weights) map.put(new ReplicaId(map.size() + 1), weight);
        return map;
    }

    private static GridQuorum grid(int... heights) {
        List<List<ReplicaId>> columns = new ArrayList<>();
        int next = 1;
        for (int height : heights) {
            List<ReplicaId> column = new ArrayList<>();
            for (int i = 0; i < height; i++) column.add(new ReplicaId(next++));
            columns.add(column);
        }
        return new GridQuorum(columns);
    }
}
