package io.capstan.bench.kv;

import io.capstan.client.Asks;
import io.capstan.client.Finished;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// A number of slots, each of which asks anew as soon as it is answered.
///
/// A slot draws its keys from a stream of its own. It is touched by one thread at a time: whoever
/// starts it, then its session's, one answer after the other. After an error it pauses for
/// [#PAUSE], so that a cluster that refuses everything is not drowned.
final class ClosedLoop {
    private static final Duration PAUSE = Duration.ofMillis(10);

    /// An answer that was no error but not what had been stored.
    private static final String WRONG = "wrong answer";

    /// Asked, and not settled although the deadline of the session was over.
    private static final String UNSETTLED = "unsettled";

    private static final Executor LATER =
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);

    private final List<CapstanClient> sessions;
    private final TableId table;
    private final KvLoad load;
    private final Rows rows;
    private final Tally tally = new Tally();
    private final long fromNanos;
    private final long untilNanos;
    private CountDownLatch running = new CountDownLatch(0);

    /// The time for warming begins now.
    ClosedLoop(List<CapstanClient> sessions, TableId table, KvLoad load, Rows rows) {
        this.sessions = sessions;
        this.table = table;
        this.load = load;
        this.rows = rows;
        this.fromNanos = System.nanoTime() + load.warm().toNanos();
        this.untilNanos = fromNanos + load.count().toNanos();
    }

    void start(int slots) {
        running = new CountDownLatch(slots);
        Randomness chance = new Randomness(load.seed());
        for (int i = 0; i < slots; i++)
            new Slot(sessions.get(i % sessions.size()), chance.stream("slot " + i)).ask();
    }

    Tally tally() {
        return tally;
    }

    void awaitCounting() throws InterruptedException {
        awaitTime(fromNanos);
    }

    void awaitCounted() throws InterruptedException {
        awaitTime(untilNanos);
    }

    /// Until this time; no sooner, whatever the slots do, since they run until then.
    private void awaitTime(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        while (left > 0 && !running.await(left, TimeUnit.NANOSECONDS))
            left = nanos - System.nanoTime();
    }

    /// Until every slot has its last answer. One that has none although its session's deadline is
    /// over counts as an error.
    void awaitEnd(Duration deadline) throws InterruptedException {
        if (!running.await(deadline.toMillis() + PAUSE.toMillis(), TimeUnit.MILLISECONDS))
            tally.failed(UNSETTLED, running.getCount());
    }

    private final class Slot {
        private final CapstanClient session;
        private final Randomness chance;
        private long askedNanos;

        Slot(CapstanClient session, Randomness chance) {
            this.session = session;
            this.chance = chance;
        }

        void ask() {
            askedNanos = System.nanoTime();
            if (askedNanos >= untilNanos) {
                running.countDown();
                return;
            }
            session.submit(table, Consistency.LINEARIZABLE, next())
                    .whenComplete((finished, _) -> answered(finished));
        }

        private Ask next() {
            Bytes key = rows.keys().get(chance.below(rows.keys().size()));
            return switch (load.operation()) {
                case PUT -> Asks.put(key, rows.value());
                case GET -> Asks.get(key);
            };
        }

        private void answered(Finished finished) {
            long now = System.nanoTime();
            boolean counts = now >= fromNanos && now < untilNanos;
            String error = error(finished.outcome());
            if (error.isEmpty()) {
                if (counts) tally.done(now - askedNanos);
                ask();
            } else {
                if (counts) tally.failed(error, 1);
                LATER.execute(this::ask);
            }
        }

        /// Empty: it ended well.
        private String error(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Done done -> isAsStored(done.result()) ? "" : WRONG;
                case Outcome.Refused refused -> refused.code().toString();
                case Outcome.Unknown _ -> "unknown";
                case Outcome.Redirected _ -> "redirected";
            };
        }

        private boolean isAsStored(Result result) {
            return switch (load.operation()) {
                case PUT -> result instanceof Result.Written;
                case GET ->
                        result instanceof Result.Rows found
                                && found.rows().size() == 1
                                && found.rows().getFirst().value().equals(rows.value());
            };
        }
    }
}
