package io.capstan.core.actor;

import io.capstan.core.id.NodeId;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Position;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.shard.ShardDescriptor;

/// All that an actor learns.
public sealed interface Input<M extends Message> {
    record Received<M extends Message>(Address from, M message) implements Input<M> {}

    /// A request for this shard. The host keeps a query until [Outbox#serve], a command until
    /// [Outbox#apply], or until [Outbox#reply].
    record Requested<M extends Message>(Request request) implements Input<M> {}

    /// The answer to a [Outbox#call] of ours.
    record Answered<M extends Message>(RequestId id, Outcome outcome) implements Input<M> {}

    record TimerFired<M extends Message>(Timer timer) implements Input<M> {}

    /// Everything persisted with a ticket up to this one is durable.
    record Persisted<M extends Message>(long ticket) implements Input<M> {}

    /// The state machine has applied everything up to here. Also the end of an installed snapshot.
    record Applied<M extends Message>(Position upTo) implements Input<M> {}

    record Fetched<M extends Message>(long ticket, Answer answer) implements Input<M> {}

    record PeerChanged<M extends Message>(NodeId node, Liveness liveness) implements Input<M> {}

    /// The system group has decided something about this shard (protocols whose members it
    /// decides).
    record DescriptorChanged<M extends Message>(ShardDescriptor descriptor) implements Input<M> {}

    record PressureChanged<M extends Message>(Pressure pressure) implements Input<M> {}
}
