package io.capstan.sim.run;

import io.capstan.sim.fault.FeltFaults;
import io.capstan.sim.workload.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All runs of a campaign together.
public final class CampaignReport {
    private final CampaignOptions options;
    private final List<SeedRun> runs = new ArrayList<>();
    private final Tally tally = new Tally();
    private final FeltFaults felt = new FeltFaults();
    private final Map<String, Long> marks = new TreeMap<>();
    private long events;
    private long elections;
    private long snapshotsSent;
    private long snapshotsInstalled;
    private long configurationChanges;
    private long virtualNanos;
    private long cpuNanos;
    private long wallNanos;

    CampaignReport(CampaignOptions options) {
        this.options = options;
    }

    void add(SeedRun run) {
        runs.add(run);
        var result = run.result();
        var counters = result.counters();
        tally.add(result.tally());
        felt.add(result.felt());
        counters.marks().forEach((mark, count) -> marks.merge(mark, count, Long::sum));
        events += counters.events();
        elections += counters.elections();
        snapshotsSent += counters.snapshotsSent();
        snapshotsInstalled += counters.snapshotsInstalled();
        configurationChanges += counters.configurationChanges();
        virtualNanos += result.virtualNanos();
        cpuNanos += run.cpuNanos();
    }

    void took(long nanos) {
        wallNanos = nanos;
    }

    public CampaignOptions options() {
        return options;
    }

    public List<SeedRun> runs() {
        return List.copyOf(runs);
    }

    public List<SeedRun> violated() {
        return runs.stream().filter(run -> run.result().isViolated()).toList();
    }

    public Optional<SeedRun> firstViolated() {
        return violated().stream().findFirst();
    }

    public List<SeedRun> unknown() {
        return runs.stream()
                .filter(run -> !run.result().isViolated() && run.result().unknown().isPresent())
                .toList();
    }

    public Tally tally() {
        return tally;
    }

    public FeltFaults felt() {
        return felt;
    }

    public Map<String, Long> marks() {
        return new TreeMap<>(marks);
    }

    public long events() {
        return events;
    }

    public long elections() {
        return elections;
    }

    public long snapshotsSent() {
        return snapshotsSent;
    }

    public long snapshotsInstalled() {
        return snapshotsInstalled;
    }

    public long configurationChanges() {
        return configurationChanges;
    }

    public long virtualNanos() {
        return virtualNanos;
    }

    /// Time on processors, summed over the runs.
    public long cpuNanos() {
        return cpuNanos;
    }

    public long wallNanos() {
        return wallNanos;
    }

    public long eventsPerSecond() {
        return cpuNanos == 0 ? 0 : (long) (events * 1e9 / cpuNanos);
    }

    public double timesRealTime() {
        return cpuNanos == 0 ? 0 : (double) virtualNanos / cpuNanos;
    }
}
