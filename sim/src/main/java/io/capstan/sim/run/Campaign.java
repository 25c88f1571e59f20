package io.capstan.sim.run;

import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.Trial;
import io.capstan.sim.trial.TrialResult;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Runs many seeds, each a world of its own on one thread.
public final class Campaign {
    private Campaign() {}

    /// Runs every seed, and tells `each` of the runs in the order of their seeds as they become
    /// known. An error of the simulator itself is thrown on.
    public static CampaignReport run(CampaignOptions options, Consumer<SeedRun> each) {
        CampaignReport report = new CampaignReport(options);
        long begun = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(options.threads())) {
            List<Future<SeedRun>> runs = new ArrayList<>();
            for (long seed = options.fromSeed(); seed <= options.toSeed(); seed++) {
                long drawn = seed;
                runs.add(pool.submit(() -> run(plan(options, drawn))));
            }
            for (Future<SeedRun> pending : runs) {
                SeedRun run = await(pending);
                report.add(run);
                each.accept(run);
            }
        }
        report.took(System.nanoTime() - begun);
        return report;
    }

    static Plan plan(CampaignOptions options, long seed) {
        return Plan.draw(
                seed,
                options.protocol(),
                options.operations(),
                options.faults(),
                options.invariants());
    }

    /// Runs one plan on this thread.
    public static SeedRun run(Plan plan) {
        return run(() -> Trial.run(plan));
    }

    /// Runs a trial on this thread and takes its times.
    public static SeedRun run(Supplier<TrialResult> trial) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = System.nanoTime();
        long busy = threads.getCurrentThreadCpuTime();
        TrialResult result = trial.get();
        return new SeedRun(
                result, System.nanoTime() - begun, threads.getCurrentThreadCpuTime() - busy);
    }

    private static SeedRun await(Future<SeedRun> pending) {
        try {
            return pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while seeds were running", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "a run ended in an error of the simulator", e.getCause());
        }
    }
}
