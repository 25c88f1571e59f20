package io.capstan.core.quorum;

import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Members in columns. A *read* needs one member of every column (a cover); a *write* needs a cover
/// and all members of one column. About √n answers decide, where a majority needs n/2.
///
/// Invariant: a write shares a member with every write and every read, since the full column of the
/// one meets the cover of the other. Two reads need not meet: as a [Quorum] a grid is its write
/// rule.
///
/// Cheung, Ammar, Ahamad, "The Grid Protocol: A High Performance Scheme for Maintaining Replicated
/// Data" (1992), section 2.
public record GridQuorum(List<List<ReplicaId>> columns) implements Quorum {
    public GridQuorum {
        columns = columns.stream().map(List::copyOf).toList();
        int size = columns.stream().mapToInt(List::size).sum();
        Invariant.check(size > 0, "a grid of %s members in %s columns", size, columns.size());
        Invariant.check(
                columns.stream().noneMatch(List::isEmpty), "an empty column in %s", columns);
        Invariant.check(
                columns.stream().flatMap(List::stream).distinct().count() == size,
                "a member twice in %s",
                columns);
    }

    @Override
    public SortedSet<ReplicaId> members() {
        TreeSet<ReplicaId> all = new TreeSet<>();
        columns.forEach(all::addAll);
        return Collections.unmodifiableSortedSet(all);
    }

    /// Whether a write is decided.
    @Override
    public VoteResult votes(Function<ReplicaId, @Nullable Boolean> answers) {
        return weaker(readVotes(answers), fullColumn(answers));
    }

    /// The greatest number that a write has reached.
    @Override
    public long reached(ToLongFunction<ReplicaId> acknowledged) {
        long full = Long.MIN_VALUE;
        for (List<ReplicaId> column : columns) full = Math.max(full, least(column, acknowledged));
        return Math.min(full, readReached(acknowledged));
    }

    /// Whether a read is decided: one yes in every column.
    public VoteResult readVotes(Function<ReplicaId, @Nullable Boolean> answers) {
        VoteResult cover = VoteResult.WON;
        for (List<ReplicaId> column : columns) {
            VoteResult any = VoteResult.LOST;
            for (ReplicaId member : column) any = stronger(any, result(answers.apply(member)));
            cover = weaker(cover, any);
        }
        return cover;
    }

    /// The greatest number that a cover has reached.
    public long readReached(ToLongFunction<ReplicaId> acknowledged) {
        long cover = Long.MAX_VALUE;
        for (List<ReplicaId> column : columns) {
            long most = Long.MIN_VALUE;
            for (ReplicaId member : column) most = Math.max(most, acknowledged.applyAsLong(member));
            cover = Math.min(cover, most);
        }
        return cover;
    }

    private VoteResult fullColumn(Function<ReplicaId, @Nullable Boolean> answers) {
        VoteResult full = VoteResult.LOST;
        for (List<ReplicaId> column : columns) {
            VoteResult all = VoteResult.WON;
            for (ReplicaId member : column) all = weaker(all, result(answers.apply(member)));
            full = stronger(full, all);
        }
        return full;
    }

    private static long least(List<ReplicaId> column, ToLongFunction<ReplicaId> acknowledged) {
        long least = Long.MAX_VALUE;
        for (ReplicaId member : column) least = Math.min(least, acknowledged.applyAsLong(member));
        return least;
    }

    private static VoteResult result(@Nullable Boolean answer) {
        if (answer == null) return VoteResult.PENDING;
        return answer ? VoteResult.WON : VoteResult.LOST;
    }

    /// Both are needed: lost where one is, won where both are.
    private static VoteResult weaker(VoteResult one, VoteResult other) {
        if (one == VoteResult.LOST || other == VoteResult.LOST) return VoteResult.LOST;
        return one == VoteResult.PENDING ? one : other;
    }

    /// One is enough: won where one is, lost where both are.
    private static VoteResult stronger(VoteResult one, VoteResult other) {
        if (one == VoteResult.WON || other == VoteResult.WON) return VoteResult.WON;
        return one == VoteResult.PENDING ? one : other;
    }

    @Override
    public String toString() {
        return columns.stream().map(List::toString).collect(Collectors.joining("×"));
    }
}
