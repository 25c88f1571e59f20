package io.capstan.sim.workload;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.swarm.Load;
import io.capstan.sim.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The clients of one run and their storms of operations.
///
/// Each client has one operation under way at a time. After an operation whose outcome nobody knows
/// it goes on as a new process, because the old one may still take effect. Every value written is
/// unique: client, then a number.
public final class Traffic {
    private static final long MILLI = 1_000_000;
    private static final long MICRO = 1_000;

    /// A tag that the client replaces by its own.
    private static final RequestTag UNTAGGED =
            new RequestTag(new RequestId(new ClientId(0), 0), 0, HybridTime.ZERO);

    private final World world;
    private final Load load;
    private final Randomness random;
    private final List<SimClient> clients;
    private final List<OperationWatch> watches;
    private final Map<String, TableId> tables = new TreeMap<>();
    private final List<String> tableNames = new ArrayList<>();
    private final Map<String, Optional<String>> rumours = new TreeMap<>();
    private final Map<String, List<Operation>> open = new TreeMap<>();
    private final int[] left;
    private final long[] process;
    private final List<List<String>> hot = new ArrayList<>();
    private long started;
    private long finished;
    private long lastProcess;
    private long values;
    private boolean stopped;

    public Traffic(
            World world,
            Load load,
            Randomness random,
            List<SimClient> clients,
            List<OperationWatch> watches) {
        this.world = world;
        this.load = load;
        this.random = random;
        this.clients = List.copyOf(clients);
        this.watches = List.copyOf(watches);
        this.left = new int[clients.size()];
        this.process = new long[clients.size()];
        for (int i = 0; i < clients.size(); i++) {
            process[i] = ++lastProcess;
            hot.add(List.of());
        }
    }

    /// Clients use this table too from now on.
    public void addTable(String name, TableId id) {
        if (tables.put(name, id) == null) tableNames.add(name);
    }

    /// Begins the storms.
    public void start() {
        world.busyWhile(() -> started > finished);
        world.scheduler().at(world.now() + MILLI, this::storm);
    }

    /// No operation begins any more.
    public void stop() {
        stopped = true;
    }

    public boolean isDone() {
        return (stopped || started >= load.operations()) && started == finished;
    }

    /// Operations begun and not finished.
    public long underWay() {
        return started - finished;
    }

    private void storm() {
        if (stopped || started >= load.operations()) return;
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < load.hotKeys(); i++)
            keys.add(random.pick(tableNames) + "/k" + random.below(load.keys()));
        for (int client = 0; client < clients.size(); client++) {
            hot.set(client, keys);
            boolean idle = left[client] == 0;
            left[client] = 1 + random.below(load.perStorm());
            if (idle) later(client);
        }
        long gap = load.gapMillis() * MILLI;
        world.scheduler().at(world.now() + gap / 4 + random.below(gap * 3 / 2), this::storm);
    }

    private void later(int client) {
        long soon = random.below(3_000) * MICRO;
        world.scheduler().at(world.now() + soon, () -> next(client));
    }

    private void next(int client) {
        if (stopped || started >= load.operations()) return;
        String place = random.pick(hot.get(client));
        int slash = place.indexOf('/');
        begin(client, place.substring(0, slash), place.substring(slash + 1));
    }

    private void begin(int client, String table, String key) {
        Operation.Kind kind = kind(random.nextDouble());
        started++;
        submit(client, kind, table, key, level(kind), () -> finishedOne(client));
    }

    private Operation.Kind kind(double draw) {
        if (draw < load.reads()) return Operation.Kind.GET;
        if (draw < load.reads() + load.cas()) return Operation.Kind.CAS;
        if (draw < load.reads() + load.cas() + load.deletes()) return Operation.Kind.DELETE;
        return Operation.Kind.PUT;
    }

    private void finishedOne(int client) {
        finished++;
        if (--left[client] > 0) later(client);
    }

    private Consistency level(Operation.Kind kind) {
        if (kind != Operation.Kind.GET || !random.chance(load.weakReads()))
            return Consistency.LINEARIZABLE;
        return switch (random.below(5)) {
            case 0 -> Consistency.EVENTUAL;
            case 1 -> Consistency.READ_YOUR_WRITES;
            case 2 -> Consistency.MONOTONIC_READS;
            case 3 -> Consistency.CAUSAL;
            default -> new Consistency.Bounded(Duration.ofMillis(random.between(500, 4_000)));
        };
    }

    /// A read of every key that clients may have written, for the end of a run; `done` runs after
    /// the last.
    public void readEverything(Runnable done) {
        List<String> places = new ArrayList<>(rumours.keySet());
        started += places.size();
        readNext(places, 0, done);
    }

    private void readNext(List<String> places, int at, Runnable done) {
        if (at == places.size()) {
            done.run();
            return;
        }
        String place = places.get(at);
        int slash = place.indexOf('/');
        submit(
                at % clients.size(),
                Operation.Kind.GET,
                place.substring(0, slash),
                place.substring(slash + 1),
                Consistency.LINEARIZABLE,
                () -> {
                    finished++;
                    readNext(places, at + 1, done);
                });
    }

    private void submit(
            int client,
            Operation.Kind kind,
            String table,
            String key,
            Consistency level,
            Runnable done) {
        boolean reading = kind == Operation.Kind.GET;
        Operation operation =
                new Operation(
                        client,
                        process[client],
                        kind,
                        table,
                        key,
                        kind == Operation.Kind.CAS ? rumour(table, key) : Optional.empty(),
                        reading || kind == Operation.Kind.DELETE
                                ? Optional.empty()
                                : Optional.of("v" + client + "." + ++values),
                        level,
                        world.now());
        overlap(operation);
        watches.forEach(w -> w.invoked(operation));
        clients.get(client)
                .submit(
                        Objects.requireNonNull(tables.get(table), "a table that nobody made"),
                        ShardId.NONE,
                        level,
                        ask(operation),
                        Duration.ofMillis(load.deadlineMillis()),
                        outcome -> completed(operation, outcome, done));
    }

    private Optional<String> rumour(String table, String key) {
        return rumours.computeIfAbsent(table + "/" + key, k -> Optional.empty());
    }

    private void overlap(Operation operation) {
        List<Operation> others = open.computeIfAbsent(operation.place(), k -> new ArrayList<>());
        for (Operation other : others) {
            other.overlapped = true;
            operation.overlapped = true;
        }
        others.add(operation);
        rumour(operation.table, operation.key);
    }

    private Ask ask(Operation operation) {
        Bytes key = Bytes.utf8(operation.key);
        return switch (operation.kind) {
            case GET -> new Query.Get(List.of(key));
            case PUT -> command(List.of(), new Mutation.Put(key, padded(operation)));
            case DELETE -> command(List.of(), new Mutation.Delete(key));
            case CAS ->
                    command(
                            List.of(
                                    operation
                                            .expected
                                            .<Condition>map(word ->
                                                    new Condition.ValueIs(key, padded(word)))
                                            .orElseGet(() -> new Condition.Absent(key))),
                            new Mutation.Put(key, padded(operation)));
        };
    }

    private static Command command(List<Condition> conditions, Mutation mutation) {
        return new Command.Operation(UNTAGGED, conditions, List.of(mutation));
    }

    private Bytes padded(Operation operation) {
        return padded(operation.value.orElseThrow());
    }

    private Bytes padded(String word) {
        return Bytes.utf8(word + " " + "x".repeat(load.valueBytes()));
    }

    /// The unique word that a value begins with.
    public static String word(Bytes value) {
        String text = value.utf8();
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    private void completed(Operation operation, Outcome outcome, Runnable done) {
        operation.completedNanos = world.now();
        switch (outcome) {
            case Outcome.Done(Result result, var shard, var index, var stamp) ->
                    carriedOut(operation, result, stamp);
            case Outcome.Refused _, Outcome.Redirected _ ->
                    operation.result = Operation.Result.REFUSED;
            case Outcome.Unknown _ -> {
                operation.result = Operation.Result.UNKNOWN;
                process[operation.client] = ++lastProcess;
            }
        }
        open.getOrDefault(operation.place(), new ArrayList<>()).remove(operation);
        watches.forEach(w -> w.completed(operation));
        done.run();
    }

    private void carriedOut(Operation operation, Result result, HybridTime stamp) {
        switch (result) {
            case Result.Written _ -> {
                operation.result = Operation.Result.OK;
                operation.stamp = stamp;
                rumours.put(operation.place(), operation.value);
            }
            case Result.ConditionFailed(var key, List<Row> actual) -> {
                operation.result = Operation.Result.MISMATCH;
                rumours.put(operation.place(), first(actual).map(row -> word(row.value())));
            }
            case Result.Rows(List<Row> rows, var more) -> {
                operation.result = Operation.Result.OK;
                operation.read = first(rows).map(row -> word(row.value()));
                operation.stamp = first(rows).map(Row::version).orElse(HybridTime.ZERO);
                if (operation.isLinearizable()) rumours.put(operation.place(), operation.read);
            }
            case Result.Administered _ -> operation.result = Operation.Result.REFUSED;
        }
    }

    private static Optional<Row> first(List<Row> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }
}
