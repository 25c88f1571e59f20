package io.capstan.checker.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Small numbers for values: equal values get the same number, counted from 0 by first appearance.
final class Interner {
    /// Heap held by one entry apart from the value itself: map entry, table slot, boxed number,
    /// list slot.
    private static final long ENTRY_BYTES = 96;

    private final Map<Value, Integer> numbers = new LinkedHashMap<>();
    private final List<Value> values = new ArrayList<>();
    private long bytes;

    int number(Value value) {
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        int number = values.size();
        numbers.put(value, number);
        values.add(value);
        bytes += ENTRY_BYTES + value.weight();
        return number;
    }

    Value value(int number) {
        return values.get(number);
    }

    int size() {
        return values.size();
    }

    long bytes() {
        return bytes;
    }
}
