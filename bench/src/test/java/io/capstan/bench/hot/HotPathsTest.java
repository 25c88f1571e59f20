package io.capstan.bench.hot;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.storage.log.RecoveryReport;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// What the benchmarks measure does what they say; their figures are nobody's business here.
class HotPathsTest {
    @Test
    void everyPutIsAppliedAndThoseAskedTogetherShareTheirSteps() {
        RaftTrio trio = new RaftTrio();
        Requests requests = new Requests();
        long begun = trio.inputs();
        trio.ask(requests.request());
        trio.settle();
        long alone = trio.inputs() - begun;
        for (int i = 0; i < 64; i++) trio.ask(requests.request());
        trio.settle();
        assertThat(trio.applied()).isEqualTo(65);
        assertThat(trio.appliedByAll()).as("followers hear of it with the next entry").isEqualTo(1);
        assertThat(trio.inputs() - begun - alone).isLessThan(64 + 2 * alone);
    }

    @Test
    void whatWasAppendedIsRecoveredAndOldEntriesMakeRoom() throws InterruptedException {
        try (BenchLog log = new BenchLog(true)) {
            log.append(64);
            log.append(1);
            RecoveryReport report = log.recover().report();
            assertThat(report.complaints()).isEmpty();
            assertThat(report.batches()).isEqualTo(2);
        }
    }

    /// One iteration of each, in this JVM.
    @Test
    @Tag("slow")
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include("io\\.capstan\\.bench\\.hot\\.")
                                        .forks(0)
                                        .warmupIterations(0)
                                        .measurementIterations(1)
                                        .measurementTime(TimeValue.milliseconds(50))
                                        .param("mebibytes", "2")
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run();
        assertThat(results.stream().map(r -> r.getParams().getBenchmark()).distinct().sorted())
                .containsExactlyElementsOf(
                        List.of(
                                "io.capstan.bench.hot.CodecBench.decodeAppend",
                                "io.capstan.bench.hot.CodecBench.decodeRequest",
                                "io.capstan.bench.hot.CodecBench.encodeAppend",
                                "io.capstan.bench.hot.CodecBench.encodeRequest",
                                "io.capstan.bench.hot.LogAppendBench.append",
                                "io.capstan.bench.hot.RaftStepBench.putAlone",
                                "io.capstan.bench.hot.RaftStepBench.putAmong64",
                                "io.capstan.bench.hot.RecoveryBench.recovery"));
    }
}
