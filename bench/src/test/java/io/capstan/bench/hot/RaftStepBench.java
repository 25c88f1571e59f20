package io.capstan.bench.hot;

import io.capstan.core.Invariant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the protocol alone takes for a put: all steps of the three replicas, from the leader's
/// being asked until it has applied it, and the followers the one before; alone, and as one of 64
/// that are asked for in one turn. Making the request is part of it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RaftStepBench {
    private static final int TOGETHER = 64;

    private final RaftTrio trio = new RaftTrio();
    private final Requests requests = new Requests();

    @Benchmark
    public long putAlone() {
        return put(1);
    }

    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public long putAmong64() {
        return put(TOGETHER);
    }

    private long put(int count) {
        long before = trio.applied();
        for (int i = 0; i < count; i++) trio.ask(requests.request());
        trio.settle();
        Invariant.check(trio.applied() == before + count, "not all puts were applied");
        return trio.inputs();
    }
}
