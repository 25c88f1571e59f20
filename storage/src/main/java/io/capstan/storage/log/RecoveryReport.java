package io.capstan.storage.log;

import java.util.List;

/// What recovery met, for people and for the simulator's accounts.
///
/// - `cutBytes`: the torn tail that was cut: written, but never durable.
/// - `damagedBatches`: durable batches that rot has touched.
/// - `complaints`: what was wrong, in words; empty after a clean stop.
public record RecoveryReport(
        int segments,
        long batches,
        long records,
        long cutBytes,
        int damagedBatches,
        List<String> complaints) {
    public RecoveryReport {
        complaints = List.copyOf(complaints);
    }

    public boolean foundRot() {
        return damagedBatches > 0;
    }
}
