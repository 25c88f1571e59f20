package io.capstan.node.host;

import io.capstan.core.actor.Input;
import io.capstan.core.actor.Pressure;
import io.capstan.core.actor.Pressure.Level;
import io.capstan.core.actor.Pressure.Resource;
import java.util.EnumMap;
import java.util.Map;

/// How the node's resources are doing; tells every replica of each change.
final class Pressures {
    /// How often a full or stalled resource is looked at again.
    private static final long LOOK_NANOS = 100_000_000L;

    private final LogWriter log;
    private final StoreWriter store;
    private final Replicas replicas;
    private final Map<Resource, Level> known = new EnumMap<>(Resource.class);
    private long lookAtNanos = Long.MAX_VALUE;

    Pressures(LogWriter log, StoreWriter store, Replicas replicas) {
        this.log = log;
        this.store = store;
        this.replicas = replicas;
    }

    void look(long nowNanos) {
        boolean well = tell(Resource.DISK, log.level(nowNanos));
        well &= tell(Resource.STORE, store.level());
        lookAtNanos = well ? Long.MAX_VALUE : nowNanos + LOOK_NANOS;
    }

    /// The node is to stop: leaders here hand over, and nobody here stands again.
    void leave() {
        tell(Resource.NODE, Level.STALLED);
    }

    private boolean tell(Resource resource, Level level) {
        Level before = known.getOrDefault(resource, Level.WELL);
        if (before != level) {
            known.put(resource, level);
            replicas.tellPressure(new Pressure(resource, level));
        }
        return level == Level.WELL;
    }

    /// Tells a replica that has just been opened what is not well.
    void greet(ReplicaSlot<?> slot) {
        known.forEach((resource, level) -> {
            if (level != Level.WELL)
                slot.slot.offer(new Input.PressureChanged<>(new Pressure(resource, level)));
        });
    }

    long nextLookNanos() {
        return lookAtNanos;
    }
}
