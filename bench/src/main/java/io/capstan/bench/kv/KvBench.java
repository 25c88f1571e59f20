package io.capstan.bench.kv;

import io.capstan.client.Asks;
import io.capstan.client.Finished;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// Measures a table of a running cluster: stores all keys, then takes one cell after the other.
///
/// Requests are asked of the client's sessions in turn, in its asynchronous form; no thread waits
/// for an answer. Processor time is taken at both ends of the time that counts.
public final class KvBench {
    /// So many keys are on their way at once while they are stored.
    private static final int LOADING = 128;

    private final List<CapstanClient> sessions;
    private final TableId table;
    private final KvLoad load;
    private final Rows rows;
    private final Duration deadline;
    private final CpuMeter client = CpuMeter.ofThisProcess();
    private final CpuMeter servers;

    /// `sessions`: at least one; `deadline`: theirs, after which every request is settled.
    public KvBench(
            List<CapstanClient> sessions,
            TableId table,
            KvLoad load,
            Duration deadline,
            CpuMeter servers) {
        this.sessions = List.copyOf(sessions);
        this.table = table;
        this.load = load;
        this.rows = Rows.of(load);
        this.deadline = deadline;
        this.servers = servers;
    }

    /// Stores every key once. Says why the first one was not that could not be stored; then the
    /// table may hold any part of them.
    public Optional<String> storeAll() throws InterruptedException {
        Semaphore room = new Semaphore(LOADING);
        AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
        for (int i = 0; i < rows.keys().size() && problem.get().isEmpty(); i++) {
            room.acquire();
            sessions.get(i % sessions.size())
                    .submit(
                            table,
                            Consistency.LINEARIZABLE,
                            Asks.put(rows.keys().get(i), rows.value()))
                    .whenComplete((finished, _) -> {
                        problem(finished)
                                .ifPresent(why ->
                                        problem.compareAndSet(Optional.empty(), Optional.of(why)));
                        room.release();
                    });
        }
        room.acquire(LOADING);
        return problem.get();
    }

    private static Optional<String> problem(Finished finished) {
        return switch (finished.outcome()) {
            case Outcome.Done _ -> Optional.empty();
            case Outcome.Refused refused -> Optional.of(refused.code() + ": " + refused.message());
            case Outcome.Unknown unknown -> Optional.of("outcome unknown: " + unknown.reason());
            case Outcome.Redirected to -> Optional.of("redirected without end: " + to);
        };
    }

    /// Keeps so many calls in flight, 1 or more, for as long as the load says.
    public Cell measure(int inFlight) throws InterruptedException {
        ClosedLoop loop = new ClosedLoop(sessions, table, load, rows);
        loop.start(inFlight);
        loop.awaitCounting();
        OptionalDouble clientBefore = client.seconds();
        OptionalDouble serversBefore = servers.seconds();
        loop.awaitCounted();
        OptionalDouble clientAfter = client.seconds();
        OptionalDouble serversAfter = servers.seconds();
        loop.awaitEnd(deadline);
        Tally tally = loop.tally();
        return new Cell(
                load,
                inFlight,
                sessions.size(),
                load.count().toNanos() / CpuMeter.NANOS,
                tally.operations(),
                tally.millis(50),
                tally.millis(99),
                tally.millis(99.9),
                tally.millis(100),
                tally.errors(),
                perThousand(clientBefore, clientAfter, tally.operations()),
                perThousand(serversBefore, serversAfter, tally.operations()));
    }

    private static OptionalDouble perThousand(
            OptionalDouble before, OptionalDouble after, long operations) {
        if (before.isEmpty() || after.isEmpty() || operations == 0) return OptionalDouble.empty();
        return OptionalDouble.of((after.getAsDouble() - before.getAsDouble()) * 1_000 / operations);
    }
}
