package io.capstan.server;

import io.capstan.core.actor.Address;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.node.host.HostObserver;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Tells the log of what must not happen in silence, and the network where peers are.
final class LogObserver implements HostObserver {
    /// Refused frames are told of up to so often, then only counted.
    private static final long REFUSALS_TOLD = 20;

    private final System.Logger log;
    private final Consumer<NodeEntry> known;
    private final AtomicLong refusals = new AtomicLong();

    /// `known`: who is told where the map says that a node is to be reached.
    LogObserver(String node, Consumer<NodeEntry> known) {
        this.known = known;
        log = System.getLogger("capstan." + node);
    }

    @Override
    public void broken(Address actor, Throwable why) {
        log.log(Level.ERROR, () -> actor + " has stopped: " + why.getMessage(), why);
    }

    @Override
    public void mapped(Collection<NodeEntry> nodes) {
        nodes.forEach(known);
    }

    @Override
    public void frameRefused(NodeId from, String why) {
        if (refusals.incrementAndGet() <= REFUSALS_TOLD)
            log.log(Level.WARNING, "refused a frame from {0}: {1}", from, why);
    }
}
