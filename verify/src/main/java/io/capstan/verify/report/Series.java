package io.capstan.verify.report;

import io.capstan.sim.workload.Operation;
import io.capstan.verify.record.Chronicle;
import io.capstan.verify.record.Count;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rate and latency, slice by slice of the run.
///
/// - `width`: nanoseconds of a slice.
/// - Latencies are those of operations that were answered; -1 where a slice has none.
record Series(long width, List<Slice> slices) {
    /// Slices at most; a longer run has wider ones.
    private static final int MAX_SLICES = 240;

    private static final long FINEST = 250_000_000L;

    record Slice(Count count, double median, double high, double most) {}

    static Series of(Chronicle chronicle, Axis axis) {
        long width = Math.max(FINEST, (axis.nanos() + MAX_SLICES - 1) / MAX_SLICES);
        int slices = (int) (axis.nanos() / width) + 1;
        Count[] counts = new Count[slices];
        Arrays.fill(counts, Count.NONE);
        List<List<Long>> latencies = new ArrayList<>();
        for (int i = 0; i < slices; i++) latencies.add(new ArrayList<>());
        for (Chronicle.Entry entry : chronicle.entries()) {
            Operation operation = entry.operation();
            int at = (int) (TimeLine.endOf(operation) / width);
            counts[at] = counts[at].with(operation.result());
            Look look = Look.of(operation.result());
            if (look == Look.OK || look == Look.MISMATCH)
                latencies.get(at).add(operation.completedNanos() - operation.invokedNanos());
        }
        List<Slice> all = new ArrayList<>();
        for (int i = 0; i < slices; i++) all.add(slice(counts[i], latencies.get(i)));
        return new Series(width, List.copyOf(all));
    }

    private static Slice slice(Count count, List<Long> nanos) {
        nanos.sort(null);
        return new Slice(count, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 1));
    }

    /// In milliseconds; -1 where there is none. `sorted` ascends.
    static double at(List<Long> sorted, double share) {
        if (sorted.isEmpty()) return -1;
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }
}
