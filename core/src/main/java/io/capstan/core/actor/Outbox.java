package io.capstan.core.actor;

import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Position;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.log.Wanted;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.time.HybridTime;
import java.time.Duration;

/// Everything an actor may ask of the world. Calls only buffer; the host carries them out after the
/// turn. Each effect waits only for what it names: [#sendAfter] for its ticket, [#serve] for its
/// position; [#send] and [#reply] wait for nothing.
public interface Outbox<M extends Message> {
    /// Puts a record into the node's log. Tickets rise and are never used again; [Input.Persisted]
    /// covers all up to its ticket.
    long persist(LogRecord record);

    void send(Address to, M message);

    /// Sends once the ticket is durable: votes and acknowledgements. Forgotten in a crash before
    /// that.
    void sendAfter(long ticket, Address to, M message);

    /// Runs the state machine and answers the request that waits for this command, if one waits
    /// here. Positions rise by one; the entry at `at` is durable here (the replica sees to it). An
    /// entry without a command (no-op, configuration) is passed with [#skip].
    void apply(Position at, long term, HybridTime stamp, Command command);

    /// Moves the applied position over an entry that holds no command.
    void skip(Position at, long term, HybridTime stamp);

    /// Moves the applied position over a configuration entry: the descriptor becomes part of the
    /// shard's state at `at`.
    void adopt(
            Position at,
            long term,
            HybridTime stamp,
            io.capstan.core.shard.ShardDescriptor descriptor);

    /// The host answers the query that waits under this id from the state at or past `notBefore`.
    void serve(RequestId id, Position notBefore);

    /// Answers a request without the state machine: refused, redirected, unknown, or an
    /// administration done. Goes to the request's origin.
    void reply(RequestId id, Outcome outcome);

    /// A request of our own to any shard. Answered by [Input.Answered].
    void call(Request request);

    /// Comes back as [Input.Fetched] with this ticket.
    long fetch(Wanted what);

    /// Installs a snapshot's next chunk. After the last one the host makes the new state durable,
    /// begins the log anew after it, and says [Input.Applied]. After every other chunk it says
    /// [Input.Persisted] with the ticket returned, once the chunk would survive a crash or can be
    /// asked for again.
    long install(SnapshotChunk chunk);

    /// (Re)starts the named timer.
    void schedule(Timer timer, Duration after);

    void cancel(Timer timer);

    void publish(Fact fact);
}
