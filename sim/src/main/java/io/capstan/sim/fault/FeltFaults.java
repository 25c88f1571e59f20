package io.capstan.sim.fault;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How often each kind of fault was felt: made a difference to something that was under way.
public final class FeltFaults {
    private final Map<FaultKind, Long> felt = new EnumMap<>(FaultKind.class);

    public void feel(FaultKind kind) {
        feel(kind, 1);
    }

    public void feel(FaultKind kind, long times) {
        if (times > 0) felt.merge(kind, times, Long::sum);
    }

    public long of(FaultKind kind) {
        return felt.getOrDefault(kind, 0L);
    }

    public void add(FeltFaults other) {
        other.felt.forEach((kind, count) -> felt.merge(kind, count, Long::sum));
    }

    /// Every kind felt at least once, in the order of the kinds.
    public Map<FaultKind, Long> all() {
        return Collections.unmodifiableMap(felt);
    }
}
