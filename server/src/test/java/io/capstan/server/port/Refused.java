package io.capstan.server.port;

import io.capstan.core.request.Outcome;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps what was refused.
final class Refused implements RefusalWatch {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void refused(String port, SocketAddress from, Refusal why, String words) {
        all.add(why.word());
    }

    @Override
    public void refusedBy(SocketAddress peer, Outcome.Refused why) {
        all.add("by peer: " + why.message());
    }

    /// The next one; "nothing" where none comes.
    String next() throws InterruptedException {
        String next = all.poll(20, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    int count() {
        return all.size();
    }
}
