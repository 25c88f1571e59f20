package io.capstan.storage.log;

import io.capstan.core.log.Recovered.TermStart;
import java.util.ArrayList;
import java.util.List;

/// The terms of one log: for each its first index, both ascending. Small, because a term is an
/// election.
final class TermStarts {
    private final ArrayList<TermStart> starts = new ArrayList<>();

    List<TermStart> list() {
        return List.copyOf(starts);
    }

    long lastTerm() {
        return starts.isEmpty() ? 0 : starts.getLast().term();
    }

    void appended(long index, long term) {
        if (starts.isEmpty() || starts.getLast().term() != term)
            starts.add(new TermStart(term, index));
    }

    void truncate(long from) {
        while (!starts.isEmpty() && starts.getLast().index() >= from) starts.removeLast();
    }

    /// Drops everything up to `upTo`.
    void drop(long upTo) {
        int keep = 0;
        while (keep + 1 < starts.size() && starts.get(keep + 1).index() <= upTo + 1) keep++;
        if (keep > 0) starts.subList(0, keep).clear();
        if (!starts.isEmpty() && starts.getFirst().index() <= upTo)
            starts.set(0, new TermStart(starts.getFirst().term(), upTo + 1));
    }

    void replace(List<TermStart> by) {
        starts.clear();
        starts.addAll(by);
    }

    void clear() {
        starts.clear();
    }

    /// The term of an index at or after the first start; 0 before it.
    long at(long index) {
        for (int i = starts.size() - 1; i >= 0; i--)
            if (starts.get(i).index() <= index) return starts.get(i).term();
        return 0;
    }
}
