package io.capstan.server.telemetry;

import io.capstan.node.host.Host;
import io.capstan.node.host.HostFigures;
import io.capstan.node.host.NodeStatus;
import java.util.Optional;

/// How the node stood a moment ago, put up by its host's own thread between two turns for whoever
/// wants to look: a look costs the host nothing, however often somebody looks.
///
/// Put up after a turn, at most every [#EVERY_NANOS]; a node hears and sends heartbeats more often
/// than that, so what hangs here is hardly older.
public final class Bulletin {
    static final long EVERY_NANOS = 1_000_000_000L;

    /// How a node stood, and what it had counted.
    public record Standing(NodeStatus status, HostFigures figures) {}

    private volatile Optional<Standing> latest = Optional.empty();

    /// Of the host's thread alone.
    private long dueNanos = Long.MIN_VALUE;

    /// After a turn, on the host's thread.
    public void turned(Host host, long nowNanos) {
        if (nowNanos < dueNanos) return;
        put(new Standing(host.status(), host.figures()));
        dueNanos = nowNanos + EVERY_NANOS;
    }

    void put(Standing now) {
        latest = Optional.of(now);
    }

    /// The newest; empty before the node's first turn.
    public Optional<Standing> latest() {
        return latest;
    }
}
