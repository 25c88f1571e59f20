package io.capstan.checker.linearizability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Configurations of which, as far as is cheap to tell, none dominates another, in the order they
/// came. The same configuration is never in it twice.
final class Antichain {
    /// Configurations with the same state that a new one is compared with. Beyond it, dominated
    /// ones may stay: more work, same verdict.
    private static final int MAX_COMPARISONS = 64;

    private final long[] reads;
    private final Map<Integer, List<Configuration>> byState = new LinkedHashMap<>();
    private final Set<Configuration> met = new LinkedHashSet<>();
    private int size;

    /// @param reads the slots of reads, for [Configuration#dominates]
    Antichain(long[] reads) {
        this.reads = reads;
    }

    /// Adds the configuration unless it was added before or another makes it superfluous; drops
    /// those it makes so.
    boolean add(Configuration c) {
        if (!met.add(c)) {
            return false;
        }
        List<Configuration> rivals = byState.computeIfAbsent(c.state, state -> new ArrayList<>());
        int compared = Math.min(rivals.size(), MAX_COMPARISONS);
        for (int i = 0; i < compared; i++) {
            if (rivals.get(i).dominates(c, reads)) {
                return false;
            }
        }
        int before = rivals.size();
        List<Configuration> first = rivals.subList(0, compared);
        first.removeIf(rival -> c.dominates(rival, reads));
        rivals.add(c);
        size += rivals.size() - before;
        return true;
    }

    int size() {
        return size;
    }

    List<Configuration> toList() {
        List<Configuration> all = new ArrayList<>(size);
        byState.values().forEach(all::addAll);
        return all;
    }
}
