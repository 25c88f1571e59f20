package io.capstan.verify.live;

import io.capstan.client.ClientOptions;
import io.capstan.client.Finished;
import io.capstan.client.net.Address;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.id.TableId;
import io.capstan.sim.workload.Operation;
import io.capstan.verify.record.Answers;
import io.capstan.verify.record.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One client: a session of its own, one operation at a time. After an operation whose outcome
/// nobody knows it goes on as a new process, because the old one may still take effect.
final class ClientLoop implements AutoCloseable {
    /// How long an operation may take; then a read has failed and a write is unknown.
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    /// Repeats early, so that answers that were lost show whether a repeat is harmless.
    private static final ClientOptions OPTIONS =
            new ClientOptions(
                    1,
                    16,
                    Duration.ofMillis(200),
                    Duration.ofMillis(1_200),
                    Duration.ofMillis(5),
                    Duration.ofMillis(200));

    /// The longest pause between two operations.
    private static final long PAUSE_NANOS = 25_000_000;

    private static final long RETRY_MILLIS = 50;

    private final int number;
    private final Script script;
    private final Recorder recorder;
    private final TableId table;
    private final CountDownLatch over;
    private final CapstanClient session;
    private long process;

    /// `over`: no new operation begins once it is open.
    ClientLoop(
            int number,
            List<Address> contacts,
            Script script,
            Recorder recorder,
            TableId table,
            CountDownLatch over) {
        this.number = number;
        this.script = script;
        this.recorder = recorder;
        this.table = table;
        this.over = over;
        this.session = new CapstanClient(contacts, OPTIONS, DEADLINE);
        this.process = recorder.newProcess();
    }

    int number() {
        return number;
    }

    /// Works until the run is over.
    void work() throws InterruptedException {
        while (over.getCount() > 0 && !recorder.isFull()) {
            perform(now -> script.next(process, now));
            long pause = script.pauseNanos(PAUSE_NANOS);
            if (pause > 0 && over.await(pause, TimeUnit.NANOSECONDS)) return;
        }
    }

    /// Whether a write of this client succeeds within this time.
    boolean isServedWithin(Duration time) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long until = recorder.now() + time.toNanos();
        while (recorder.now() < until) {
            Operation.Result result = perform(now -> script.proof(process, now));
            if (result == Operation.Result.OK) return true;
            if (never.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) return false;
        }
        return false;
    }

    /// Reads these keys, one after the other, at the strongest level.
    void readAll(List<String> keys) {
        for (String key : keys) perform(now -> script.finalRead(process, key, now));
    }

    private Operation.Result perform(Function<Long, Operation> make) {
        Recorder.Begun begun = recorder.begin(make);
        Operation operation = begun.operation();
        Finished finished =
                session.submit(table, operation.level(), Answers.ask(operation))
                        .toCompletableFuture()
                        .join();
        recorder.end(begun, finished.outcome(), finished.attempts());
        script.learn(operation);
        if (operation.result() == Operation.Result.UNKNOWN) process = recorder.newProcess();
        return operation.result();
    }

    @Override
    public void close() {
        session.close();
    }
}
