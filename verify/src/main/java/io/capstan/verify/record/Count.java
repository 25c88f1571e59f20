package io.capstan.verify.record;

import io.capstan.sim.workload.Operation;

/// Operations by outcome.
///
/// - `ok`: carried out; `mismatch`: a compare-and-set that found another value; `refused`:
///   certainly without effect; `unknown`: nobody knows.
public record Count(long ok, long mismatch, long refused, long unknown) {
    public static final Count NONE = new Count(0, 0, 0, 0);

    /// Of reads, or of writes.
    public static Count of(Chronicle chronicle, boolean reads) {
        Count count = NONE;
        for (Chronicle.Entry entry : chronicle.entries())
            if (entry.operation().isRead() == reads) count = count.with(entry.operation().result());
        return count;
    }

    /// One more of this outcome.
    public Count with(Operation.Result result) {
        return switch (result) {
            case OK -> new Count(ok + 1, mismatch, refused, unknown);
            case MISMATCH -> new Count(ok, mismatch + 1, refused, unknown);
            case REFUSED -> new Count(ok, mismatch, refused + 1, unknown);
            case UNKNOWN, PENDING -> new Count(ok, mismatch, refused, unknown + 1);
        };
    }

    public Count plus(Count other) {
        return new Count(
                ok + other.ok,
                mismatch + other.mismatch,
                refused + other.refused,
                unknown + other.unknown);
    }

    public long all() {
        return ok + mismatch + refused + unknown;
    }

    /// Those that were answered, as a share of all, 0 to 1.
    public double answered() {
        return all() == 0 ? 0 : (double) (ok + mismatch) / all();
    }
}
