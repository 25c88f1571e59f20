package io.capstan.sim.run;

import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.core.trace.CoverageMark;
import io.capstan.node.Protocols;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.workload.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether a green campaign means something: whether there was anything to go wrong, and whether
/// anybody was looking.
///
/// Of every campaign: enough operations overlapped, and enough succeeded amid the faults. Of one
/// with at least [#FULL_SEEDS] seeds also: every fault that could be drawn was felt, and every mark
/// of the protocol was reached.
public final class Meaning {
    /// From so many seeds on a campaign must have met everything.
    public static final long FULL_SEEDS = 300;

    private static final double LEAST_SUCCESS = 0.6;
    private static final double LEAST_OVERLAP = 1.0 / 3;

    private Meaning() {}

    /// What keeps this campaign's green from meaning something, in words; empty: it does.
    public static List<String> missing(CampaignReport report) {
        List<String> missing = new ArrayList<>();
        Tally tally = report.tally();
        atLeast(missing, "reads answered", tally.readSuccess(), LEAST_SUCCESS);
        atLeast(missing, "writes answered", tally.writeSuccess(), LEAST_SUCCESS);
        atLeast(missing, "operations that overlap another", tally.overlap(), LEAST_OVERLAP);
        if (report.options().seeds() >= FULL_SEEDS) full(missing, report);
        return missing;
    }

    private static void atLeast(List<String> missing, String what, double is, double least) {
        if (is < least)
            missing.add(
                    String.format(
                            Locale.ROOT,
                            "%s: %.1f %%, needs %.1f %%",
                            what,
                            is * 100,
                            least * 100));
    }

    private static void full(List<String> missing, CampaignReport report) {
        for (FaultKind kind : report.options().faults()) {
            if (report.felt().of(kind) == 0)
                missing.add("the fault " + kind.word() + " was never felt");
        }
        if (report.snapshotsInstalled() == 0) missing.add("no snapshot was installed");
        if (report.configurationChanges() == 0) missing.add("no configuration was changed");
        Protocols.named(report.options().protocol())
                .map(ReplicationProtocol::marks)
                .orElse(List.of())
                .stream()
                .map(CoverageMark::name)
                .filter(mark -> !report.marks().containsKey(mark))
                .forEach(mark -> missing.add("the mark " + mark + " was never reached"));
    }
}
