package io.capstan.sim.workload;

import io.capstan.core.random.Randomness;

/// Readers that hear of writes: as soon as one is answered, idle ones among them read its key. So a
/// write is followed at once by reads that must see it, through nodes that need not know of it yet.
///
/// Each reader has one read under way at a time.
final class Hearsay implements OperationWatch {
    /// How likely an idle reader takes an interest in a write.
    private static final double INTEREST = 0.5;

    /// Asks as a reader; returns whether that is still possible.
    interface Asking {
        boolean ask(int reader, Operation written, Runnable done);
    }

    private final int writers;
    private final boolean[] busy;
    private final Randomness random;
    private final Asking asking;

    /// Clients below `writers` are the ones to hear of; the `readers` follow them.
    Hearsay(int writers, int readers, Randomness random, Asking asking) {
        this.writers = writers;
        this.busy = new boolean[readers];
        this.random = random.stream("hearsay");
        this.asking = asking;
    }

    @Override
    public void invoked(Operation operation) {}

    @Override
    public void completed(Operation operation) {
        if (operation.isRead() || operation.result() != Operation.Result.OK) return;
        for (int i = 0; i < busy.length; i++) {
            if (!busy[i] && random.chance(INTEREST)) busy[i] = asks(i, operation);
        }
    }

    private boolean asks(int reader, Operation written) {
        return asking.ask(writers + reader, written, () -> busy[reader] = false);
    }
}
