package io.capstan.membership.liveness;

import io.capstan.core.actor.Message;

/// What the liveness actors of two nodes tell each other.
public sealed interface LivenessMessage extends Message {
    /// "I am here." Sent to every peer once an interval; never answered.
    ///
    /// - `incarnation`: rises with every start of the sender.
    /// - `sequence`: rises with every heartbeat of an incarnation; a late one is not taken for
    ///   news.
    /// - `catalogVersion`: the log index of the catalog that the sender knows.
    /// - `silenceMillis`: how long the sender has heard nothing from the receiver: this is how the
    ///   receiver learns of a link that carries one way only.
    record Heartbeat(long incarnation, long sequence, long catalogVersion, long silenceMillis)
            implements LivenessMessage {}
}
