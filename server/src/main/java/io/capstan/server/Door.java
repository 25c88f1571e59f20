package io.capstan.server;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.server.port.Completions;
import io.capstan.server.port.Inbox;

/// What network and disk hand their news to, for as long as a node lives: first whoever attends its
/// founding, from then on its loop.
final class Door implements Inbox, Completions {
    private record Within(Inbox inbox, Completions completions) {}

    private volatile Within within;

    <T extends Inbox & Completions> Door(T first) {
        within = new Within(first, first);
    }

    <T extends Inbox & Completions> void leadsTo(T next) {
        within = new Within(next, next);
    }

    @Override
    public boolean received(NodeId from, Bytes frame) {
        return within.inbox.received(from, frame);
    }

    @Override
    public boolean hasRoom() {
        return within.inbox.hasRoom();
    }

    @Override
    public void synced(long ticket) {
        within.completions.synced(ticket);
    }

    @Override
    public void syncFailed(long ticket) {
        within.completions.syncFailed(ticket);
    }

    @Override
    public void flushed(long ticket) {
        within.completions.flushed(ticket);
    }
}
