package io.capstan.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.VectorClock.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Against the model: every version with the set of all events it has seen, written out.
class DottedVersionVectorTest {
    private static final NodeId A = new NodeId(1);
    private static final NodeId B = new NodeId(2);

    /// What each version has truly seen, by its dot.
    private final Map<Dot, Set<Dot>> histories = new TreeMap<>();

    @Test
    void twoWritersWhoSawTheSameAreSiblingsEvenAtOneServer() {
        var first = DottedVersionVector.update(List.of(), VectorClock.EMPTY, A);
        VectorClock context = DottedVersionVector.context(first);
        var second = DottedVersionVector.update(first, context, A);
        var third = DottedVersionVector.update(second, context, A);
        assertThat(third).hasSize(2);
        assertThat(third.getFirst().order(third.getLast())).isEqualTo(Order.CONCURRENT);
        var merged = DottedVersionVector.update(third, DottedVersionVector.context(third), B);
        assertThat(merged).singleElement().hasToString("n2.1{n1=3}");
    }

    @Test
    void theOrderIsInclusionOfHistories() {
        for (long seed = 0; seed < 200; seed++) {
            List<DottedVersionVector> ever = new ArrayList<>();
            run(seed, ever);
            for (DottedVersionVector one : ever)
                for (DottedVersionVector other : ever)
                    assertThat(one.order(other)).isEqualTo(modelled(one.dot(), other.dot()));
        }
    }

    @Test
    void syncKeepsExactlyWhatNothingKnownReplaces() {
        for (long seed = 0; seed < 200; seed++) {
            List<List<DottedVersionVector>> replicas = run(seed, new ArrayList<>());
            for (var ours : replicas)
                for (var theirs : replicas) {
                    TreeSet<Dot> all = new TreeSet<>();
                    ours.forEach(version -> all.add(version.dot()));
                    theirs.forEach(version -> all.add(version.dot()));
                    List<Dot> kept =
                            all.stream()
                                    .filter(dot ->
                                            all.stream()
                                                    .noneMatch(
                                                            o -> modelled(dot, o) == Order.BEFORE))
                                    .toList();
                    assertThat(DottedVersionVector.sync(ours, theirs))
                            .extracting(DottedVersionVector::dot)
                            .containsExactlyElementsOf(kept);
                }
        }
    }

    @Test
    void syncIsCommutativeAssociativeAndIdempotent() {
        for (long seed = 0; seed < 200; seed++) {
            List<List<DottedVersionVector>> replicas = run(seed, new ArrayList<>());
            for (var a : replicas) {
                assertThat(DottedVersionVector.sync(a, a)).isEqualTo(a);
                for (var b : replicas) {
                    assertThat(DottedVersionVector.sync(a, b))
                            .isEqualTo(DottedVersionVector.sync(b, a));
                    for (var c : replicas)
                        assertThat(DottedVersionVector.sync(DottedVersionVector.sync(a, b), c))
                                .isEqualTo(
                                        DottedVersionVector.sync(
                                                a, DottedVersionVector.sync(b, c)));
                }
            }
        }
    }

    @Test
    void aWriteReplacesWhatItsWriterSawAndNothingElse() {
        for (long seed = 0; seed < 200; seed++)
            for (var siblings : run(seed, new ArrayList<>())) {
                VectorClock context = DottedVersionVector.context(siblings);
                assertThat(DottedVersionVector.update(siblings, context, A)).hasSize(1);
                assertThat(DottedVersionVector.update(siblings, VectorClock.EMPTY, A))
                        .hasSize(siblings.size() + 1)
                        .containsAll(siblings);
            }
    }

    @Test
    void aVersionIsNotInItsOwnPast() {
        VectorClock past = VectorClock.EMPTY.after(A);
        assertThatThrownBy(() -> new DottedVersionVector(past, new Dot(A, 1)))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> new Dot(A, 0)).isInstanceOf(Invariant.Broken.class);
    }

    /// Three replicas of one key: clients read, keep what they saw for a while, and write under it;
    /// replicas exchange what they have. Returns what each replica holds at the end.
    private List<List<DottedVersionVector>> run(long seed, List<DottedVersionVector> ever) {
        histories.clear();
        Randomness random = new Randomness(seed);
        List<List<DottedVersionVector>> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) replicas.add(List.of());
        List<List<DottedVersionVector>> reads = new ArrayList<>(List.of(List.of()));
        for (int step = 0; step < 30; step++) {
            int at = random.below(3);
            switch (random.below(3)) {
                case 0 -> reads.add(replicas.get(at));
                case 1 ->
                        replicas.set(
                                at,
                                DottedVersionVector.sync(
                                        replicas.get(at), replicas.get(random.below(3))));
                default -> {
                    NodeId server = new NodeId(at + 1);
                    List<DottedVersionVector> seen = random.pick(reads);
                    var next =
                            DottedVersionVector.update(
                                    replicas.get(at), DottedVersionVector.context(seen), server);
                    replicas.set(at, next);
                    ever.add(written(seen, next, server));
                }
            }
        }
        return replicas;
    }

    private DottedVersionVector written(
            List<DottedVersionVector> seen, List<DottedVersionVector> next, NodeId server) {
        DottedVersionVector version = DottedVersionVector.newest(next, server).orElseThrow();
        Set<Dot> history = new TreeSet<>(Set.of(version.dot()));
        for (DottedVersionVector each : seen)
            history.addAll(histories.getOrDefault(each.dot(), Set.of()));
        histories.put(version.dot(), history);
        return version;
    }

    private Order modelled(Dot one, Dot other) {
        Set<Dot> mine = histories.getOrDefault(one, Set.of());
        Set<Dot> its = histories.getOrDefault(other, Set.of());
        if (mine.equals(its)) return Order.EQUAL;
        if (its.containsAll(mine)) return Order.BEFORE;
        return mine.containsAll(its) ? Order.AFTER : Order.CONCURRENT;
    }
}
