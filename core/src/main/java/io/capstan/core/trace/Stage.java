package io.capstan.core.trace;

/// A place that a traced request reaches on its way. A host tells of each the moment it is reached;
/// what lies between two of them is a span, a wait or some work.
///
/// The first and the last two are of the node that the client asked, [#TAKEN] and [#ANSWERED] of
/// the replica that was put the request, the others of every replica that holds the entry which the
/// request became.
public enum Stage {
    /// A client's request has come to this node's router.
    ROUTED,
    /// The router has put it to a replica; the detail names the node.
    ASKED,
    /// A replica here was put the request.
    TAKEN,
    /// The leader says that an entry of this request is on its way to the replica here.
    ANNOUNCED,
    /// The entry is in this node's log, and the log's sync begins.
    APPENDED,
    /// The entry is durable here, as far as the host has heard.
    DURABLE,
    /// The replica here knows the entry as committed and has handed it over to be applied.
    COMMITTED,
    /// The entry has taken effect in the state here.
    APPLIED,
    /// The outcome leaves the replica here for the router that asked.
    ANSWERED,
    /// An outcome has come back to the router.
    HEARD,
    /// The outcome leaves the router for the client.
    REPLIED
}
