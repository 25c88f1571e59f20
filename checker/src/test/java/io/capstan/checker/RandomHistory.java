package io.capstan.checker;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Histories of one atomic register, as clients with random latencies see it: valid by making.
///
/// Each operation is invoked, takes effect at one moment, and completes, with events of other
/// processes between; or crashes before or after its effect and is reported as `info`, or never.
public final class RandomHistory {
    /// How the history is made.
    ///
    /// @param values number of distinct values; 0 for a new value with each write
    /// @param crashPercent operations of unknown outcome
    public record Shape(
            int operations, int processes, int values, int casPercent, int crashPercent) {}

    private enum Phase {
        IDLE,
        INVOKED,
        EFFECTIVE
    }

    private final SplittableRandom random;
    private final Shape shape;
    private final List<Event> events = new ArrayList<>();
    private final Phase[] phase;
    private final long[] id;
    private final String[] function;
    private final long[] from;
    private final long[] to;
    private final long[] result;
    private final boolean[] applied;
    private long register;
    private long nextProcess;
    private long nextValue = 1;

    private RandomHistory(long seed, Shape shape) {
        this.random = new SplittableRandom(seed);
        this.shape = shape;
        int n = shape.processes;
        phase = new Phase[n];
        id = new long[n];
        function = new String[n];
        from = new long[n];
        to = new long[n];
        result = new long[n];
        applied = new boolean[n];
        for (int p = 0; p < n; p++) {
            phase[p] = Phase.IDLE;
            id[p] = nextProcess++;
        }
    }

    /// The events; the register holds 0 at first.
    public static List<Event> events(long seed, Shape shape) {
        return new RandomHistory(seed, shape).run();
    }

    private List<Event> run() {
        int invoked = 0;
        while (invoked < shape.operations) {
            int p = random.nextInt(shape.processes);
            switch (phase[p]) {
                case IDLE -> {
                    invoke(p);
                    invoked++;
                }
                case INVOKED -> takeEffect(p);
                case EFFECTIVE -> complete(p);
            }
        }
        return events;
    }

    private void invoke(int p) {
        int dice = random.nextInt(100);
        to[p] = shape.values == 0 ? nextValue++ : random.nextInt(shape.values);
        from[p] = shape.values == 0 ? register : random.nextInt(shape.values);
        function[p] =
                dice < shape.casPercent
                        ? "cas"
                        : dice < (100 + shape.casPercent) / 2 ? "write" : "read";
        phase[p] = Phase.INVOKED;
        add(p, EventType.INVOKE, function[p].equals("read") ? Value.nil() : argument(p));
    }

    private Value argument(int p) {
        return function[p].equals("cas")
                ? Value.vector(Value.of(from[p]), Value.of(to[p]))
                : Value.of(to[p]);
    }

    private void takeEffect(int p) {
        if (random.nextInt(100) < shape.crashPercent / 2) {
            crash(p);
            return;
        }
        applied[p] = !function[p].equals("cas") || register == from[p];
        result[p] = register;
        if (applied[p] && !function[p].equals("read")) {
            register = to[p];
        }
        phase[p] = Phase.EFFECTIVE;
    }

    private void complete(int p) {
        if (random.nextInt(100) < (shape.crashPercent + 1) / 2) {
            crash(p);
            return;
        }
        phase[p] = Phase.IDLE;
        if (!applied[p]) {
            add(p, EventType.FAIL, argument(p));
        } else {
            add(p, EventType.OK, function[p].equals("read") ? Value.of(result[p]) : argument(p));
        }
    }

    private void crash(int p) {
        if (random.nextInt(4) > 0) {
            add(p, EventType.INFO, Value.nil());
        }
        phase[p] = Phase.IDLE;
        id[p] = nextProcess++;
    }

    private void add(int p, EventType type, Value value) {
        long number = events.size();
        events.add(
                new Event(
                        Place.unwritten(number),
                        Event.NO_INDEX,
                        Value.of(id[p]),
                        type,
                        function[p],
                        null,
                        value));
    }
}
