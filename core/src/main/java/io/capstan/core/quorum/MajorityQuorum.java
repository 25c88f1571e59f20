package io.capstan.core.quorum;

import io.capstan.core.id.ReplicaId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// More than half of the members decide.
///
/// An empty majority wins every vote and has reached everything, so that a joint quorum with an
/// empty half behaves like the other half.
public record MajorityQuorum(SortedSet<ReplicaId> members) implements Quorum {
    public static final MajorityQuorum EMPTY = new MajorityQuorum(new TreeSet<>());

    public MajorityQuorum {
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }

    public static MajorityQuorum of(Collection<ReplicaId> members) {
        return new MajorityQuorum(new TreeSet<>(members));
    }

    /// How many members make a majority: 2 of 3, 3 of 4, 3 of 5.
    public int size() {
        return members.size() / 2 + 1;
    }

    @Override
    public VoteResult votes(Function<ReplicaId, @Nullable Boolean> answers) {
        if (members.isEmpty()) return VoteResult.WON;
        int yes = 0;
        int missing = 0;
        for (ReplicaId member : members) {
            Boolean answer = answers.apply(member);
            if (answer == null) missing++;
            else if (answer) yes++;
        }
        if (yes >= size()) return VoteResult.WON;
        return yes + missing >= size() ? VoteResult.PENDING : VoteResult.LOST;
    }

    @Override
    public long reached(ToLongFunction<ReplicaId> acknowledged) {
        if (members.isEmpty()) return Long.MAX_VALUE;
        long[] numbers = new long[members.size()];
        int count = 0;
        for (ReplicaId member : members) numbers[count++] = acknowledged.applyAsLong(member);
        Arrays.sort(numbers);
        return numbers[numbers.length - size()];
    }

    @Override
    public String toString() {
        return members.stream().map(ReplicaId::toString).collect(Collectors.joining(" ", "(", ")"));
    }
}
