package io.capstan.sim.disk;

import java.util.ArrayList;
import java.util.List;

/// Remembers what devices reported.
final class Recorder implements Completions {
    final List<Long> synced = new ArrayList<>();
    final List<Long> failed = new ArrayList<>();
    final List<Long> flushed = new ArrayList<>();

    @Override
    public void synced(long ticket) {
        synced.add(ticket);
    }

    @Override
    public void syncFailed(long ticket) {
        failed.add(ticket);
    }

    @Override
    public void flushed(long ticket) {
        flushed.add(ticket);
    }
}
