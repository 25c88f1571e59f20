package io.capstan.sim.trial;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FaultSchedule;
import io.capstan.sim.swarm.ScheduleDraw;
import io.capstan.sim.swarm.Swarm;
import io.capstan.sim.swarm.SwarmDraw;
import java.util.List;

/// Everything that determines one run: the same plan gives the same events.
///
/// - `invariants`: whether laws that no client can see are judged too.
/// - `beyondClaims`: whether the atlas lets faults pass that the cluster does not claim to survive.
public record Plan(
        long seed, Swarm swarm, FaultSchedule schedule, boolean invariants, boolean beyondClaims) {

    /// What the seed draws.
    public static Plan draw(
            long seed,
            String protocol,
            int operations,
            List<FaultKind> allowed,
            boolean invariants) {
        return of(SwarmDraw.draw(seed, protocol, operations, allowed), invariants);
    }

    /// This swarm, with the schedule that its seed draws for it.
    public static Plan of(Swarm swarm, boolean invariants) {
        return new Plan(swarm.seed(), swarm, ScheduleDraw.draw(swarm), invariants, false);
    }

    public Plan with(FaultSchedule other) {
        return new Plan(seed, swarm, other, invariants, beyondClaims);
    }

    public Plan with(Swarm other) {
        return new Plan(seed, other, schedule, invariants, beyondClaims);
    }
}
