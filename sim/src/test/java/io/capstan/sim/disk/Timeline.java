package io.capstan.sim.disk;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/// The world's clock for tests: runs tasks in the order of their times.
final class Timeline implements Scheduler {
    private final TreeMap<Long, ArrayDeque<Runnable>> tasks = new TreeMap<>();
    private long now;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        tasks.computeIfAbsent(now + nanos, _ -> new ArrayDeque<>()).add(task);
    }

    /// Runs the next task; false where none waits.
    boolean step() {
        Map.Entry<Long, ArrayDeque<Runnable>> next = tasks.firstEntry();
        if (next == null) return false;
        now = next.getKey();
        Runnable task = next.getValue().remove();
        if (next.getValue().isEmpty()) tasks.remove(next.getKey());
        task.run();
        return true;
    }

    void runUntil(long nanos) {
        while (!tasks.isEmpty() && tasks.firstKey() <= nanos) step();
        now = Math.max(now, nanos);
    }
}
