package io.capstan.node.harness;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.OutcomeCodec;
import io.capstan.core.wire.RequestCodec;
import io.capstan.core.wire.RequestIdCodec;
import io.capstan.core.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A client that asks one node at a time and waits for the answer.
public final class TestClient {
    private final World world;
    private final ClientId id;
    private final NodeId endpoint;
    private final Map<RequestId, Outcome> answers = new TreeMap<>();
    private long last;
    private long lamport;
    private boolean repeating;
    private ClusterId cluster = ClusterId.UNKNOWN;

    TestClient(World world, long number) {
        this.world = world;
        id = new ClientId(1_000 + number);
        endpoint = NodeId.client(number);
    }

    NodeId endpoint() {
        return endpoint;
    }

    /// From now on the client believes that it talks to this cluster.
    public void believe(ClusterId other) {
        cluster = other;
    }

    void receive(Bytes frame) {
        for (Envelope envelope : FrameCodec.decode(frame).envelopes()) {
            WireReader in = new WireReader(envelope.body());
            RequestId answered = RequestIdCodec.INSTANCE.read(in);
            answers.put(answered, OutcomeCodec.INSTANCE.read(in));
        }
    }

    public RequestTag nextTag() {
        last++;
        HybridTime expiry = HybridTime.ofMillis(world.wallMillis() + 20_000);
        return new RequestTag(new RequestId(id, last), last, expiry);
    }

    public Request request(TableId table, Consistency level, Function<RequestTag, Ask> ask) {
        RequestTag tag = nextTag();
        return new Request(
                tag,
                endpoint,
                table,
                ShardId.NONE,
                0,
                level,
                SessionToken.NONE,
                TraceContext.NONE,
                ask.apply(tag));
    }

    /// Sends without waiting.
    public void send(Machine to, Request request) {
        Envelope envelope =
                new Envelope(
                        Envelope.REQUEST,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        20_000,
                        RequestCodec.INSTANCE.encode(request));
        Frame.Header header =
                new Frame.Header(Priority.DATA, cluster, endpoint, 1, HybridTime.ZERO, ++lamport);
        Bytes frame = FrameCodec.encode(new Frame(header, List.of(envelope)));
        NodeId node = to.id();
        world.later(() -> world.deliver(endpoint, node, frame));
        if (repeating) world.later(() -> world.deliver(endpoint, node, frame));
    }

    /// From now on every frame is delivered twice.
    public void repeatFrames(boolean twice) {
        repeating = twice;
    }

    /// The answer to a request that was sent, as far as there is one.
    public Optional<Outcome> answer(Request request) {
        return Optional.ofNullable(answers.get(request.id()));
    }

    public Outcome ask(Machine at, Request request) {
        answers.remove(request.id());
        send(at, request);
        return await(request);
    }

    /// Waits for the answer to a request that was sent.
    public Outcome await(Request request) {
        world.until("an answer to " + request.ask(), () -> answers.containsKey(request.id()));
        return Objects.requireNonNull(answers.get(request.id()));
    }

    public TableId createTable(Machine at, String name, TablePolicy policy) {
        return tableOf(askToCreate(at, name, policy));
    }

    /// The table that a creation's answer speaks of.
    public static TableId tableOf(Outcome outcome) {
        return TableEntryCodec.INSTANCE.decode(rows(outcome).getFirst().value()).id();
    }

    public Outcome askToCreate(Machine at, String name, TablePolicy policy) {
        return ask(at, creation(name, policy));
    }

    public Outcome administer(Machine at, ShardId shard, Administer deed) {
        Request request = request(TableId.SYSTEM, Consistency.LINEARIZABLE, tag -> deed);
        return ask(at, request.toShard(shard, 0));
    }

    public Request creation(String name, TablePolicy policy) {
        return request(
                TableId.SYSTEM,
                Consistency.LINEARIZABLE,
                tag -> new Administer.CreateTable(name, policy));
    }

    public Request putBoth(TableId table, String one, String other) {
        return request(
                table,
                Consistency.LINEARIZABLE,
                tag ->
                        new Command.Operation(
                                tag,
                                List.of(),
                                List.of(
                                        new Mutation.Put(Bytes.utf8(one), Bytes.EMPTY),
                                        new Mutation.Put(Bytes.utf8(other), Bytes.EMPTY))));
    }

    public Request putRequest(TableId table, String key, String value) {
        return request(
                table,
                Consistency.LINEARIZABLE,
                tag ->
                        new Command.Operation(
                                tag,
                                List.of(),
                                List.of(new Mutation.Put(Bytes.utf8(key), Bytes.utf8(value)))));
    }

    public Outcome put(Machine at, TableId table, String key, String value) {
        return ask(at, putRequest(table, key, value));
    }

    public Outcome delete(Machine at, TableId table, String key) {
        return ask(
                at,
                request(
                        table,
                        Consistency.LINEARIZABLE,
                        tag ->
                                new Command.Operation(
                                        tag,
                                        List.of(),
                                        List.of(new Mutation.Delete(Bytes.utf8(key))))));
    }

    public Outcome compareAndSet(
            Machine at, TableId table, String key, String expected, String value) {
        return ask(
                at,
                request(
                        table,
                        Consistency.LINEARIZABLE,
                        tag ->
                                new Command.Operation(
                                        tag,
                                        List.of(
                                                new Condition.ValueIs(
                                                        Bytes.utf8(key), Bytes.utf8(expected))),
                                        List.of(
                                                new Mutation.Put(
                                                        Bytes.utf8(key), Bytes.utf8(value))))));
    }

    /// The value, or "" where the key has none.
    public String get(Machine at, TableId table, String key, Consistency level) {
        Outcome outcome = ask(at, read(table, key, level));
        List<Row> rows = rows(outcome);
        return rows.isEmpty() ? "" : rows.getFirst().value().utf8();
    }

    public Request read(TableId table, String key, Consistency level) {
        return request(table, level, tag -> new Query.Get(List.of(Bytes.utf8(key))));
    }

    public String get(Machine at, TableId table, String key) {
        return get(at, table, key, Consistency.LINEARIZABLE);
    }

    /// All keys of the table, page by page.
    public Outcome page(Machine at, TableId table, int limit, Bytes after) {
        return ask(
                at,
                request(
                        table,
                        Consistency.LINEARIZABLE,
                        tag -> new Query.Scan(Bytes.EMPTY, Bytes.EMPTY, limit, after)));
    }

    public List<String> scan(Machine at, TableId table, int limit) {
        List<String> keys = new ArrayList<>();
        Bytes after = Bytes.EMPTY;
        do {
            Outcome outcome = page(at, table, limit, after);
            rows(outcome).forEach(row -> keys.add(row.key().utf8()));
            after = ((Result.Rows) ((Outcome.Done) outcome).result()).more();
        } while (!after.isEmpty());
        return keys;
    }

    public static List<Row> rows(Outcome outcome) {
        if (outcome instanceof Outcome.Done done && done.result() instanceof Result.Rows rows)
            return rows.rows();
        throw new AssertionError("no rows: " + outcome);
    }
}
