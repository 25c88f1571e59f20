package io.capstan.core.quorum;

import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Members with weights; those who together weigh at least `needed` decide.
///
/// Invariants
/// 1. `needed` is more than half of the whole weight, so any two deciding sets share a member.
/// 2. `needed` is at most the whole weight: all members together decide.
///
/// A member of weight 0 is heard and counts for nothing.
///
/// Gifford, "Weighted Voting for Replicated Data" (1979), section 2.
public record WeightedQuorum(SortedMap<ReplicaId, Integer> weights, int needed) implements Quorum {
    public WeightedQuorum {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        long whole = 0;
        for (int weight : weights.values()) {
            Invariant.check(weight >= 0, "a weight of %s among %s", weight, weights.size());
            whole += weight;
        }
        Invariant.check(2L * needed > whole, "%s is not more than half of %s", needed, whole);
        Invariant.check(needed <= whole, "%s is more than the whole %s", needed, whole);
    }

    /// More than half of the whole weight decides.
    public static WeightedQuorum majority(SortedMap<ReplicaId, Integer> weights) {
        int whole = weights.values().stream().mapToInt(Integer::intValue).sum();
        return new WeightedQuorum(weights, whole / 2 + 1);
    }

    @Override
    public SortedSet<ReplicaId> members() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(weights.keySet()));
    }

    @Override
    public VoteResult votes(Function<ReplicaId, @Nullable Boolean> answers) {
        long yes = 0;
        long missing = 0;
        for (Map.Entry<ReplicaId, Integer> member : weights.entrySet()) {
            Boolean answer = answers.apply(member.getKey());
            if (answer == null) missing += member.getValue();
            else if (answer) yes += member.getValue();
        }
        if (yes >= needed) return VoteResult.WON;
        return yes + missing >= needed ? VoteResult.PENDING : VoteResult.LOST;
    }

    @Override
    public long reached(ToLongFunction<ReplicaId> acknowledged) {
        List<Weighed> descending = new ArrayList<>(weights.size());
        weights.forEach((member, weight) ->
                descending.add(new Weighed(acknowledged.applyAsLong(member), weight)));
        descending.sort(Comparator.comparingLong(Weighed::number).reversed());
        int at = 0;
        long sum = descending.getFirst().weight();
        while (sum < needed) sum += descending.get(++at).weight();
        return descending.get(at).number();
    }

    private record Weighed(long number, int weight) {}

    @Override
    public String toString() {
        return weights.entrySet().stream()
                .map(member -> member.getKey() + ":" + member.getValue())
                .collect(Collectors.joining(" ", needed + " of (", ")"));
    }
}
