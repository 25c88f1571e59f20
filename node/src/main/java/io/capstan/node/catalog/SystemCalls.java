package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.Now;
import io.capstan.core.trace.TraceContext;
import java.util.List;
import java.util.TreeSet;

/// Numbers a node's own requests to the system table, and to shards about their members: a client
/// session that begins with the node.
public final class SystemCalls {
    /// How long a call is followed before it counts as unknown, in milliseconds.
    static final long PATIENCE_MILLIS = 5_000;

    /// How long a change of members is followed.
    static final long MOVE_MILLIS = 20_000;

    /// The most calls under way; the callers keep far below.
    static final int MAX_AWAITED = 200;

    private final NodeId self;
    private final ClientId client;
    private final TreeSet<Long> awaited = new TreeSet<>();
    private long last;

    public SystemCalls(NodeId self, ClientId client) {
        this.self = self;
        this.client = client;
    }

    boolean hasRoom() {
        return awaited.size() < MAX_AWAITED;
    }

    Request change(Now now, List<Condition> conditions, List<Mutation> mutations) {
        RequestTag tag = tag(now);
        return request(
                tag,
                Consistency.LINEARIZABLE,
                SessionToken.NONE,
                new Command.Operation(tag, conditions, mutations));
    }

    /// Reads the newest state.
    Request read(Now now, Query query) {
        return request(tag(now), Consistency.LINEARIZABLE, SessionToken.NONE, query);
    }

    /// Reads a state that is at or past this index of the system group's log, from any replica.
    ///
    /// A token covers a position by its time as well: any replica closed at that time may answer.
    /// Whoever told of the index told its clock too, so that the entry's stamp is not after `now`.
    Request readPast(Now now, Query query, long index) {
        SessionToken token = SessionToken.NONE.advance(ShardId.SYSTEM, index, now.hybrid());
        return request(tag(now), Consistency.READ_YOUR_WRITES, token, query);
    }

    /// Asks a shard to change its members. That may take as long as filling a replica from a
    /// snapshot does; what is not done by then is asked again, and goes on where it was.
    Request administer(Now now, ShardDescriptor shard, Administer.ChangeMembers change) {
        return new Request(
                tag(now, MOVE_MILLIS),
                self,
                shard.table(),
                shard.shard(),
                shard.epoch(),
                Consistency.LINEARIZABLE,
                SessionToken.NONE,
                TraceContext.NONE,
                change);
    }

    /// The call has been answered.
    void answered(RequestId id) {
        awaited.remove(id.number());
    }

    private RequestTag tag(Now now) {
        return tag(now, PATIENCE_MILLIS);
    }

    private RequestTag tag(Now now, long patienceMillis) {
        Invariant.check(hasRoom(), "%s calls to the system table under way", awaited.size());
        awaited.add(++last);
        return new RequestTag(
                new RequestId(client, last),
                awaited.first(),
                now.hybrid().plusMillis(patienceMillis));
    }

    private Request request(RequestTag tag, Consistency level, SessionToken token, Ask ask) {
        return new Request(
                tag, self, TableId.SYSTEM, ShardId.SYSTEM, 0, level, token, TraceContext.NONE, ask);
    }

    /// The condition that a row is as it is known here.
    static Condition unchanged(Catalog catalog, Bytes key) {
        return catalog.row(key)
                .<Condition>map(value -> new Condition.ValueIs(key, value))
                .orElseGet(() -> new Condition.Absent(key));
    }
}
