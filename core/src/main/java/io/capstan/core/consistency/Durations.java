package io.capstan.core.consistency;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: a whole number and a unit, `ns` `us` `ms` `s` `m` `h` `d`, as in
/// `5s` or `250ms`.
///
/// Law: what is printed is read as the same duration.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*(ns|us|ms|s|m|h|d)");

    private record Unit(String name, Duration length) {}

    private static final List<Unit> DESCENDING =
            List.of(
                    new Unit("d", Duration.ofDays(1)),
                    new Unit("h", Duration.ofHours(1)),
                    new Unit("m", Duration.ofMinutes(1)),
                    new Unit("s", Duration.ofSeconds(1)),
                    new Unit("ms", Duration.ofMillis(1)),
                    new Unit("us", Duration.ofNanos(1_000)),
                    new Unit("ns", Duration.ofNanos(1)));

    private Durations() {}

    public static Parsed<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches())
            return new Parsed.Mistake<>(
                    "'"
                            + text
                            + "' is not a duration; write a number and a unit, as in 250ms or 5s");
        long number = Long.parseLong(form.group(1));
        for (Unit unit : DESCENDING)
            if (unit.name().equals(form.group(2)) && number <= most(unit))
                return new Parsed.Value<>(unit.length().multipliedBy(number));
        return new Parsed.Mistake<>("'" + text + "' is longer than any duration in use");
    }

    /// In the largest unit that gives a whole number.
    public static String print(Duration duration) {
        for (Unit unit : DESCENDING) {
            long count = duration.dividedBy(unit.length());
            if (count > 0 && unit.length().multipliedBy(count).equals(duration))
                return count + unit.name();
        }
        return "0s";
    }

    /// A century, in this unit.
    private static long most(Unit unit) {
        return Duration.ofDays(36_500).dividedBy(unit.length());
    }
}
