package io.capstan.bench.kv;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// How much processor time something has used since it began, in seconds; empty where nobody can
/// say.
@FunctionalInterface
public interface CpuMeter {
    double NANOS = 1e9;

    OptionalDouble seconds();

    /// This process, with all that its compiler and collector do.
    static CpuMeter ofThisProcess() {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return () -> OptionalDouble.of(system.getProcessCpuTime() / NANOS);
    }

    /// All of these processes together; empty once one of them is gone.
    static CpuMeter of(List<ProcessHandle> processes) {
        return () -> {
            double sum = 0;
            for (ProcessHandle process : processes) {
                Optional<Duration> used = process.info().totalCpuDuration();
                if (used.isEmpty()) return OptionalDouble.empty();
                sum += used.get().toNanos() / NANOS;
            }
            return OptionalDouble.of(sum);
        };
    }
}
