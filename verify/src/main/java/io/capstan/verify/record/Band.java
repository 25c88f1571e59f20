package io.capstan.verify.record;

import io.capstan.verify.plan.FaultKind;
import java.util.List;

/// A fault that was in force, for people: when, on whom, and what of it was felt.
///
/// - `fromNanos`, `untilNanos`: since the run began.
/// - `nodes`: those struck, numbered from 1.
/// - `felt`: what it did, such as `3 requests under way, 4 KiB held back`.
public record Band(
        FaultKind kind,
        String words,
        List<Integer> nodes,
        long fromNanos,
        long untilNanos,
        String felt) {
    public Band {
        nodes = List.copyOf(nodes);
    }
}
