package io.capstan.checker.streaming;

import io.capstan.checker.history.Value;
import java.util.List;

/// The completion that no order of the operations explains.
///
/// @param event number of the completing event, counted from 0 over all keys
/// @param key the key whose history is broken
/// @param process who learnt the impossible
/// @param deed what it did, such as `read 3`
/// @param possible what the key could hold at that moment, by everything known before
/// @param recent the latest events of the key, oldest first
public record Violation(
        long event,
        Value key,
        long process,
        String deed,
        List<Value> possible,
        List<String> recent) {
    public Violation {
        possible = List.copyOf(possible);
        recent = List.copyOf(recent);
    }

    @Override
    public String toString() {
        return "key "
                + key
                + ": process "
                + process
                + "'s "
                + deed
                + ", completed at event "
                + event
                + ", has no explanation; the key could only hold "
                + possible;
    }
}
