package io.capstan.bench.hot;

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

/// One batch of entries with 256-byte values into the log on the real disk, until it is durable;
/// and the same without the sync, which tells what the device takes of it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogAppendBench {
    /// Entries of one batch.
    @Param({"1", "64"})
    public int entries = 1;

    @Param({"true", "false"})
    public boolean sync = true;

    private BenchLog log = new BenchLog(true);

    @Setup(Level.Trial)
    public void open() {
        if (log.isSynchronous() == sync) return;
        log.close();
        log = new BenchLog(sync);
    }

    @Benchmark
    public long append() throws InterruptedException {
        log.forget();
        return log.append(entries);
    }

    @TearDown(Level.Trial)
    public void close() {
        log.close();
    }
}
