package io.capstan.sim.workload;

import java.util.EnumMap;
import java.util.Map;

/// Operations by outcome, counted for reads and writes apart.
public final class Tally implements OperationWatch {
    private final Map<Operation.Result, Long> reads = new EnumMap<>(Operation.Result.class);
    private final Map<Operation.Result, Long> writes = new EnumMap<>(Operation.Result.class);
    private long overlapped;

    @Override
    public void invoked(Operation operation) {}

    @Override
    public void completed(Operation operation) {
        (operation.isRead() ? reads : writes).merge(operation.result(), 1L, Long::sum);
        if (operation.overlapped) overlapped++;
    }

    public void add(Tally other) {
        other.reads.forEach((result, count) -> reads.merge(result, count, Long::sum));
        other.writes.forEach((result, count) -> writes.merge(result, count, Long::sum));
        overlapped += other.overlapped;
    }

    public long reads(Operation.Result result) {
        return reads.getOrDefault(result, 0L);
    }

    public long writes(Operation.Result result) {
        return writes.getOrDefault(result, 0L);
    }

    public long allReads() {
        return sum(reads);
    }

    public long allWrites() {
        return sum(writes);
    }

    /// Reads that were answered, as a share of all.
    public double readSuccess() {
        return share(reads(Operation.Result.OK), allReads());
    }

    /// Writes that were answered (a compare-and-set that found another value was), as a share.
    public double writeSuccess() {
        return share(writes(Operation.Result.OK) + writes(Operation.Result.MISMATCH), allWrites());
    }

    /// Operations that overlapped another on their key, as a share.
    public double overlap() {
        return share(overlapped, allReads() + allWrites());
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }

    private static long sum(Map<Operation.Result, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
