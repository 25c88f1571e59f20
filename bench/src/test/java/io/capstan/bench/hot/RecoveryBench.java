package io.capstan.bench.hot;

import io.capstan.core.Invariant;
import io.capstan.storage.log.RecoveryReport;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A node's log read anew at a start, checksums and all: so many MiB of entries with 256-byte
/// values, in batches of 64, from the system's cache.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class RecoveryBench {
    private static final int BATCH = 64;

    @Param("256")
    public int mebibytes = 256;

    private final BenchLog log = new BenchLog(false);
    private long batches;

    @Setup(Level.Trial)
    public void fill() throws InterruptedException {
        while (log.bytes() < (long) mebibytes << 20) {
            log.append(BATCH);
            batches++;
        }
    }

    @Benchmark
    public RecoveryReport recovery() {
        RecoveryReport report = log.recover().report();
        Invariant.check(report.batches() >= batches, "%s of %s batches", report, batches);
        return report;
    }

    @TearDown(Level.Trial)
    public void close() {
        log.close();
    }
}
