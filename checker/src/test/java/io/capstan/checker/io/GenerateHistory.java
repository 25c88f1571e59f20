package io.capstan.checker.io;

import io.capstan.checker.RandomHistory;
import io.capstan.checker.history.Event;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a large valid history to a file, to measure reading and judging: `GenerateHistory FILE
/// OPERATIONS KEYS PROCESSES-PER-KEY VALUES CAS-PERCENT CRASH-PERCENT`.
///
/// With one key the operations are those of a register, otherwise of keys `[k v]`; values 0 means
/// that each write has a value of its own. A file named `.json` is written in JSON.
public final class GenerateHistory {
    private GenerateHistory() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int operations = Integer.parseInt(args[1]);
        int keys = Integer.parseInt(args[2]);
        int processes = Integer.parseInt(args[3]);
        var shape =
                new RandomHistory.Shape(
                        operations / keys,
                        processes,
                        Integer.parseInt(args[4]),
                        Integer.parseInt(args[5]),
                        Integer.parseInt(args[6]));
        List<List<Event>> each = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            each.add(RandomHistory.events(key, shape));
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            write(each, new Sink(out, file.toString().endsWith(".json")));
        }
    }

    /// All keys' events in turns, so that all keys are under way at once.
    private static void write(List<List<Event>> each, Sink sink) {
        boolean any = true;
        for (int i = 0; any; i++) {
            any = false;
            for (int key = 0; key < each.size(); key++) {
                if (i < each.get(key).size()) {
                    any = true;
                    sink.accept(each.size(), key, each.get(key).get(i));
                }
            }
        }
    }

    private record Sink(Writer out, boolean json) {
        void accept(int keys, int key, Event event) {
            long process = ((Value.Whole) event.process()).number() * keys + key;
            @Nullable Value value =
                    keys == 1 ? event.value() : Value.vector(Value.of(key), event.valueOrNil());
            Event placed =
                    new Event(
                            new Place(1, 1, 0),
                            Event.NO_INDEX,
                            Value.of(process),
                            event.type(),
                            event.function(),
                            null,
                            value);
            try {
                if (json) {
                    out.write(
                            "{\"process\":%d,\"type\":\"%s\",\"f\":\"%s\",\"value\":%s}%n"
                                    .formatted(
                                            process,
                                            event.type().name().toLowerCase(java.util.Locale.ROOT),
                                            event.function(),
                                            placed.valueOrNil()
                                                    .toString()
                                                    .replace(' ', ',')
                                                    .replace("nil", "null")));
                } else {
                    new EdnWriter(out).write(placed);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
