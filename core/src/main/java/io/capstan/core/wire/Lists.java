package io.capstan.core.wire;

import java.util.ArrayList;
import java.util.List;

/// Lists as a count and the elements, in the codec of the elements. Every element takes at least
/// one byte, so a forged count allocates at most one reference per byte of input.
public final class Lists {
    private Lists() {}

    public static <T> void write(List<T> values, Codec<T> element, WireWriter out) {
        out.varint(values.size());
        for (T value : values) element.write(value, out);
    }

    public static <T> List<T> read(WireReader in, Codec<T> element) {
        int count = in.count();
        if (count == 0) return List.of();
        if (count == 1) return List.of(element.read(in));
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) values.add(element.read(in));
        return values;
    }
}
