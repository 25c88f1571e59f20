package io.capstan.replication.raft;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Timer;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.log.Wanted;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import java.time.Duration;

/// One call of an outbox, as a value.
sealed interface Effect {
    record Persist(long ticket, LogRecord record) implements Effect {}

    /// `ticket` 0: at once.
    record Send(long ticket, Address to, RaftMessage message) implements Effect {}

    record Apply(long index, long term, HybridTime stamp, Command command) implements Effect {}

    record Skip(long index, long term, HybridTime stamp) implements Effect {}

    record Adopt(long index, long term, HybridTime stamp, ShardDescriptor descriptor)
            implements Effect {}

    record Serve(RequestId id, long notBefore) implements Effect {}

    record Reply(RequestId id, Outcome outcome) implements Effect {}

    record Call(Request request) implements Effect {}

    record Fetch(long ticket, Wanted what) implements Effect {}

    record Install(long ticket, SnapshotChunk chunk) implements Effect {}

    record Schedule(Timer timer, Duration after) implements Effect {}

    record Cancel(Timer timer) implements Effect {}

    record Publish(Fact fact) implements Effect {}
}
