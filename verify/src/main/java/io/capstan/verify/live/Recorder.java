package io.capstan.verify.live;

import io.capstan.core.request.Outcome;
import io.capstan.sim.workload.Operation;
import io.capstan.verify.record.Answers;
import io.capstan.verify.record.Chronicle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The chronicle behind a lock, and the run's clock: nanoseconds since it began.
///
/// An operation's beginning is noted before it is sent, its end after its answer came, each in one
/// step with its reading of the clock.
final class Recorder {
    /// Operations so far: begun, ended, carried out.
    record Count(long begun, long ended, long succeeded) {
        long underWay() {
            return begun - ended;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Chronicle chronicle = new Chronicle();
    private final long origin = System.nanoTime();
    private long begun;
    private long ended;
    private long succeeded;

    long now() {
        return System.nanoTime() - origin;
    }

    long newProcess() {
        lock.lock();
        try {
            return chronicle.newProcess();
        } finally {
            lock.unlock();
        }
    }

    /// An operation that is noted as begun.
    record Begun(int number, Operation operation) {}

    /// `make` gets the time.
    Begun begin(Function<Long, Operation> make) {
        lock.lock();
        try {
            begun++;
            Operation operation = make.apply(now());
            return new Begun(chronicle.begin(operation), operation);
        } finally {
            lock.unlock();
        }
    }

    void end(Begun what, Outcome outcome, int attempts) {
        lock.lock();
        try {
            String reason = Answers.settle(what.operation, outcome, now());
            chronicle.end(what.number, reason, attempts);
            ended++;
            if (what.operation.result() == Operation.Result.OK) succeeded++;
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return chronicle.isFull();
        } finally {
            lock.unlock();
        }
    }

    Count count() {
        lock.lock();
        try {
            return new Count(begun, ended, succeeded);
        } finally {
            lock.unlock();
        }
    }

    /// For when all clients have ended.
    Chronicle chronicle() {
        return chronicle;
    }
}
