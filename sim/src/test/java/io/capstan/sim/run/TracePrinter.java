package io.capstan.sim.run;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.trial.Plan;
import java.util.List;

/// A program that prints the trace hash of some seeds, to be run in JVMs that differ.
final class TracePrinter {
    private static final int OPERATIONS = 200;

    private TracePrinter() {}

    public static void main(String[] args) {
        for (long seed = 1; seed <= 3; seed++) {
            Plan plan = Plan.draw(seed, "raft", OPERATIONS, List.of(FaultKind.values()), true);
            System.out.println(Campaign.run(plan).result().traceHash());
        }
    }
}
