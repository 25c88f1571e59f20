package io.capstan.membership.liveness;

import io.capstan.core.trace.CoverageMark;

/// What a test campaign must see the liveness layer do.
public enum LivenessMark implements CoverageMark {
    /// A peer was silent for `suspectAfter`.
    PEER_SUSPECTED,
    /// A peer was silent for `deadAfter`.
    PEER_DEAD,
    /// A suspected or dead peer was heard again.
    PEER_BACK,
    /// A peer that we hear does not hear us.
    ONE_WAY_LINK,
    /// A peer came back under a higher incarnation.
    PEER_RESTARTED,
    /// A heartbeat was older than one already heard: delayed, repeated, or of an earlier life.
    OLD_HEARTBEAT_IGNORED,
    /// A heartbeat came from a node that is no peer, as far as is known here.
    STRANGER_HEARD,
    /// This node was away itself and blames nobody for the silence.
    OWN_PAUSE_FORGIVEN
}
