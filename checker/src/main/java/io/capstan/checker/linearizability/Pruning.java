package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.Arrays;

/// Leaves out operations of unknown outcome that cannot matter.
///
/// A crashed operation that would set `v` at a time when nobody observes `v` any more can be taken
/// out of any order that explains the rest: between it and the next write nobody looks. And an
/// order without it explains the whole, because it may never have taken effect. So the verdict
/// stays the same, both ways. Leaving out a crashed compare-and-set takes away an observer, which
/// may make more operations idle; we repeat until nothing changes.
final class Pruning {
    private Pruning() {}

    static KeyHistory withoutIdleCrashes(KeyHistory history) {
        KeyHistory before = history;
        KeyHistory after = onePass(before);
        while (after.size() < before.size()) {
            before = after;
            after = onePass(before);
        }
        return after;
    }

    private static KeyHistory onePass(KeyHistory h) {
        int[] last = h.lastObserved();
        int[] kept = new int[h.size()];
        int n = 0;
        for (int i = 0; i < h.size(); i++) {
            if (!h.crashed(i) || !idle(h, i, last)) {
                kept[n++] = i;
            }
        }
        return n == h.size() ? h : h.only(Arrays.copyOf(kept, n));
    }

    private static boolean idle(KeyHistory h, int i, int[] last) {
        boolean changesNothing = h.kind[i] == Kind.CAS && h.first[i] == h.second[i];
        return changesNothing || last[h.second[i]] < h.call[i];
    }
}
