package io.capstan.server.port;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Completions, to be waited for.
final class Gathered implements Completions {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void synced(long ticket) {
        all.add("synced " + ticket);
    }

    @Override
    public void syncFailed(long ticket) {
        all.add("failed " + ticket);
    }

    @Override
    public void flushed(long ticket) {
        all.add("flushed " + ticket);
    }

    /// The next one; "nothing" where none comes.
    String next() throws InterruptedException {
        String next = all.poll(20, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }
}
