package io.capstan.checker.streaming;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.Value;
import java.util.Optional;

/// Feeds recorded events of one register to the streaming judge.
final class Feed {
    private Feed() {}

    static Optional<Violation> event(StreamingKv kv, Value key, Event event) {
        long process = ((Value.Whole) event.process()).number();
        return switch (event.type()) {
            case INVOKE -> {
                invoke(kv, key, process, event);
                yield Optional.empty();
            }
            case OK -> kv.ok(process, event.valueOrNil());
            case FAIL -> kv.fail(process);
            case INFO -> kv.info(process);
        };
    }

    private static void invoke(StreamingKv kv, Value key, long process, Event event) {
        switch (event.function()) {
            case "read" -> kv.read(process, key);
            case "write" -> kv.write(process, key, event.valueOrNil());
            default -> {
                Value.Vector pair = (Value.Vector) event.valueOrNil();
                kv.cas(process, key, pair.elements().get(0), pair.elements().get(1));
            }
        }
    }
}
