package io.capstan.checker.streaming;

import io.capstan.checker.RandomHistory;
import io.capstan.checker.history.Event;
import io.capstan.checker.history.Value;
import java.util.List;

/// Prints what one operation costs the streaming judge: `MeasureStreaming OPERATIONS PROCESSES
/// VALUES CAS-PERCENT CRASH-PERCENT`.
public final class MeasureStreaming {
    private MeasureStreaming() {}

    public static void main(String[] args) {
        int operations = Integer.parseInt(args[0]);
        var shape =
                new RandomHistory.Shape(
                        operations,
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Integer.parseInt(args[4]));
        for (int round = 0; round < 4; round++) {
            List<Event> events = RandomHistory.events(round, shape);
            StreamingKv kv = new StreamingKv(Value.of(0));
            long start = System.nanoTime();
            int violations = 0;
            for (Event event : events) {
                violations += Feed.event(kv, Value.of("x"), event).isPresent() ? 1 : 0;
            }
            long nanos = (System.nanoTime() - start) / operations;
            System.out.println(
                    nanos
                            + " ns an operation, violations "
                            + violations
                            + ", given up "
                            + kv.givenUp());
        }
    }
}
