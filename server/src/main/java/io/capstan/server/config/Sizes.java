package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes as people write them: a whole number and a unit, `B` `KiB` `MiB` `GiB` `TiB`,
/// as in `64MiB`. Units of a thousand (`MB`) are refused, since half of all people mean the others.
///
/// Law: what is printed is read as the same size.
final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*(B|KiB|MiB|GiB|TiB)");

    private record Unit(String name, long bytes) {}

    private static final List<Unit> DESCENDING =
            List.of(
                    new Unit("TiB", 1L << 40),
                    new Unit("GiB", 1L << 30),
                    new Unit("MiB", 1L << 20),
                    new Unit("KiB", 1L << 10),
                    new Unit("B", 1));

    private Sizes() {}

    static Parsed<Long> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches())
            return new Parsed.Mistake<>(
                    "'"
                            + text
                            + "' is not a size; write a number and B, KiB, MiB, GiB or TiB, as in"
                            + " 64MiB");
        long number = Long.parseLong(form.group(1));
        for (Unit unit : DESCENDING)
            if (unit.name().equals(form.group(2)) && number <= Long.MAX_VALUE / unit.bytes())
                return new Parsed.Value<>(number * unit.bytes());
        return new Parsed.Mistake<>("'" + text + "' is more than any disk holds");
    }

    /// In the largest unit that gives a whole number.
    static String print(long bytes) {
        for (Unit unit : DESCENDING)
            if (bytes >= unit.bytes() && bytes % unit.bytes() == 0)
                return bytes / unit.bytes() + unit.name();
        return bytes + "B";
    }
}
