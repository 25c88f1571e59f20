package io.capstan.sim.law;

import io.capstan.sim.clock.TrueTime;
import java.util.Optional;

/// Hears of broken laws and keeps the first; the run ends there.
public final class Court {
    /// What a client saw cannot be explained by any order.
    public static final String LINEARIZABILITY = "linearizability";

    /// A weaker level did not hold what it promises.
    public static final String LEVELS = "levels";

    /// Something acknowledged is gone.
    public static final String DURABILITY = "durability";

    /// A healed cluster does not serve, or does not come to rest, in time.
    public static final String LIVENESS = "liveness";

    /// Replicas at the same position hold different states.
    public static final String CONVERGENCE = "convergence";

    /// Replicas applied different things at one index.
    public static final String AGREEMENT = "agreement";

    /// What a replica or its group believes of itself does not hold.
    public static final String INVARIANT = "invariant";

    /// The simulated nodes did what code of ours must not: an exception.
    public static final String DEFECT = "defect";

    private final TrueTime time;
    private Optional<Breach> first = Optional.empty();

    public Court(TrueTime time) {
        this.time = time;
    }

    public void broken(String law, String story) {
        if (first.isEmpty()) first = Optional.of(new Breach(law, time.nanos(), story));
    }

    public boolean isBroken() {
        return first.isPresent();
    }

    public Optional<Breach> breach() {
        return first;
    }
}
