package io.capstan.server;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.node.host.HostObserver;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/// Tells the log of what must not happen in silence.
final class LogObserver implements HostObserver {
    /// Refused frames are told of up to so often, then only counted.
    private static final long REFUSALS_TOLD = 20;

    private final System.Logger log;
    private final AtomicLong refusals = new AtomicLong();

    LogObserver(String node) {
        log = System.getLogger("capstan." + node);
    }

    @Override
    public void broken(Address actor, Throwable why) {
        log.log(Level.ERROR, () -> actor + " has stopped: " + why.getMessage(), why);
    }

    @Override
    public void frameRefused(NodeId from, String why) {
        if (refusals.incrementAndGet() <= REFUSALS_TOLD)
            log.log(Level.WARNING, "refused a frame from {0}: {1}", from, why);
    }
}
