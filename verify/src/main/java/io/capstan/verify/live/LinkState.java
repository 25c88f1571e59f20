package io.capstan.verify.live;

import io.capstan.verify.plan.Manner;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How one direction between two nodes is at the moment, for all connections that run over it; and
/// what was felt of that. For any number of threads.
final class LinkState {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<Manner> manner = Optional.empty();
    private boolean closed;
    private long heldBytes;
    private long refusals;

    void set(Optional<Manner> now) {
        lock.lock();
        try {
            manner = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<Manner> manner() {
        lock.lock();
        try {
            return manner;
        } finally {
            lock.unlock();
        }
    }

    boolean refuses() {
        return manner().filter(m -> m instanceof Manner.Refusing).isPresent();
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// So many bytes have come; they count as held back where the link is not well.
    void arrived(int bytes) {
        lock.lock();
        try {
            if (manner.isPresent()) heldBytes += bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until so many bytes that were read at `readNanos` may go on. False: they may not, the
    /// connection is to be broken.
    boolean pass(int bytes, long readNanos) throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                if (manner.isEmpty()) return true;
                long wait =
                        switch (manner.get()) {
                            case Manner.Refusing _ -> -1;
                            case Manner.Silent _ -> Long.MAX_VALUE;
                            case Manner.Late(int millis) -> millis * 1_000_000L;
                            case Manner.Narrow(int rate) -> bytes * 1_000_000_000L / rate;
                        };
                if (wait < 0) return false;
                long left = wait - (System.nanoTime() - readNanos);
                if (left <= 0) return true;
                changed.await(left, TimeUnit.NANOSECONDS);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    void refused() {
        lock.lock();
        try {
            refusals++;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes held back or thrown away so far.
    long heldBytes() {
        lock.lock();
        try {
            return heldBytes;
        } finally {
            lock.unlock();
        }
    }

    /// Connections refused so far.
    long refusals() {
        lock.lock();
        try {
            return refusals;
        } finally {
            lock.unlock();
        }
    }
}
