package io.capstan.sim.workload;

import io.capstan.client.Asks;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Single operations of the clients of one run: asked, judged by their answers, shown to those who
/// watch.
///
/// After an operation whose outcome nobody knows its client goes on as a new process, because the
/// old one may still take effect. Every value written is unique: client, then a number. A
/// compare-and-set expects what was last heard of its key.
final class Conduct {
    private final World world;
    private final List<SimClient> clients;
    private final List<OperationWatch> watches;
    private final Duration deadline;
    private final String padding;
    private final Map<String, Optional<String>> rumours = new TreeMap<>();
    private final Map<String, List<Operation>> open = new TreeMap<>();
    private final long[] process;
    private long lastProcess;
    private long values;

    /// `valueBytes`: how much is added to the unique word that a value begins with.
    Conduct(
            World world,
            List<SimClient> clients,
            List<OperationWatch> watches,
            Duration deadline,
            int valueBytes) {
        this.world = world;
        this.clients = clients;
        this.watches = List.copyOf(watches);
        this.deadline = deadline;
        this.padding = " " + "x".repeat(valueBytes);
        this.process = new long[clients.size()];
        for (int i = 0; i < process.length; i++) process[i] = ++lastProcess;
    }

    /// Every place that was asked about, table and key together, ascending.
    Collection<String> places() {
        return rumours.keySet();
    }

    /// Asks; `done` runs once the outcome is settled.
    void submit(
            int client,
            Operation.Kind kind,
            String table,
            TableId id,
            String key,
            Consistency level,
            Runnable done) {
        boolean writes = kind == Operation.Kind.PUT || kind == Operation.Kind.CAS;
        Operation operation =
                new Operation(
                        client,
                        process[client],
                        kind,
                        table,
                        key,
                        kind == Operation.Kind.CAS ? rumour(table, key) : Optional.empty(),
                        writes ? Optional.of("v" + client + "." + ++values) : Optional.empty(),
                        level,
                        world.now());
        overlap(operation);
        watches.forEach(w -> w.invoked(operation));
        clients.get(client)
                .submit(
                        id,
                        ShardId.NONE,
                        level,
                        ask(operation),
                        deadline,
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
            case GET -> Asks.get(key);
            case PUT -> Asks.put(key, written(operation));
            case DELETE -> Asks.delete(key);
            case CAS ->
                    Asks.compareAndSet(
                            key, operation.expected.map(this::padded), written(operation));
        };
    }

    private Bytes written(Operation operation) {
        return padded(operation.value.orElseThrow());
    }

    private Bytes padded(String word) {
        return Bytes.utf8(word + padding);
    }

    /// The unique word that a value begins with.
    private static String word(Bytes value) {
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
            case Result.Rows(List<Row> rows, var more, var passed) -> {
                operation.result = Operation.Result.OK;
                operation.read = first(rows).map(row -> word(row.value()));
                operation.stamp = first(rows).map(Row::version).orElse(HybridTime.ZERO);
                if (operation.isLinearizable()) rumours.put(operation.place(), operation.read);
            }
            case Result.Digested _, Result.Administered _ ->
                    operation.result = Operation.Result.REFUSED;
        }
    }

    private static Optional<Row> first(List<Row> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }
}
