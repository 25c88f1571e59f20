package io.capstan.node.host;

import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.log.Position;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import java.util.Collection;

/// Watches a host from outside: the simulator's laws, traces and counters; a real node's telemetry.
/// Called on the host's thread in the middle of a turn; must not call back into the host and must
/// not throw, except [io.capstan.core.Invariant.Broken] from a law that has been broken.
public interface HostObserver {
    /// Sees nothing.
    HostObserver NONE = new HostObserver() {};

    /// An actor has taken one input. Replicas and the node's own actors alike.
    default void stepped(Address actor, Actor<?> stepped, Input<?> input) {}

    /// A command has taken effect (or was refused by the log: expired, forgotten, moved) in the
    /// store of this replica. A retry that finds its recorded outcome is reported too.
    default void applied(
            Address replica, Position at, HybridTime stamp, Command command, Outcome outcome) {}

    default void published(Address actor, Fact fact) {}

    /// The map of nodes as this one knows it from now on. Called at the first turn, and whenever
    /// the map has changed.
    default void mapped(Collection<NodeEntry> nodes) {}

    /// A replica has flipped to an installed snapshot that holds the log up to `index`.
    default void snapshotInstalled(Address replica, long index) {}

    /// An actor has stopped for good: a broken invariant, or rot in what it had persisted. The rest
    /// of the node goes on. [Address#ofNode] with a disk failure: the node's whole data path has
    /// stopped.
    default void broken(Address actor, Throwable why) {}

    /// A request that asked to be traced has reached a stage: `where` is the replica, or the node
    /// whose router has it. `trace` is the context that the request had there. Nothing is told of
    /// requests without a trace.
    default void reached(TraceContext trace, Stage stage, Address where, String detail) {}

    /// A client's request has its outcome. `begunNanos`: when this node took it in, on the clock's
    /// monotonic scale.
    default void answered(Request request, Outcome outcome, long begunNanos) {}

    /// A frame from `from` was refused, and why: garbage, another cluster, a stale incarnation, a
    /// time too far ahead.
    default void frameRefused(io.capstan.core.id.NodeId from, String why) {}
}
