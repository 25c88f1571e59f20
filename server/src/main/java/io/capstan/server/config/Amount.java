package io.capstan.server.config;

import io.capstan.core.consistency.Durations;
import io.capstan.core.consistency.Parsed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;

/// Something that is counted or measured, between a least and a most, both included.
public final class Amount<T extends Comparable<T>> implements Kind<T> {
    private final String form;
    private final String unit;
    private final T least;
    private final T most;
    private final Function<String, Parsed<T>> reader;
    private final Function<T, String> printer;

    private Amount(
            String form,
            String unit,
            T least,
            T most,
            Function<String, Parsed<T>> reader,
            Function<T, String> printer) {
        this.form = form;
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.reader = reader;
        this.printer = printer;
    }

    /// A length of time, written with its unit: [Durations].
    static Amount<Duration> time(Duration least, Duration most) {
        return new Amount<>("time", "", least, most, Durations::parse, Durations::print);
    }

    /// Bytes, written with their unit: [Sizes].
    static Amount<Long> size(long least, long most) {
        return new Amount<>("size", "", least, most, Sizes::parse, Sizes::print);
    }

    /// A whole number of `unit`, such as `entries`, written without it.
    static Amount<Long> count(String unit, long least, long most) {
        return new Amount<>(
                "number", " " + unit, least, most, Amount::whole, number -> Long.toString(number));
    }

    /// A part of one, such as `0.01`.
    static Amount<Double> fraction(double least, double most) {
        return new Amount<>(
                "fraction",
                "",
                least,
                most,
                Amount::decimal,
                number -> BigDecimal.valueOf(number).toPlainString());
    }

    private static Parsed<Long> whole(String text) {
        return text.matches("\\d{1,18}")
                ? new Parsed.Value<>(Long.parseLong(text))
                : new Parsed.Mistake<>("'" + text + "' is not a whole number");
    }

    private static Parsed<Double> decimal(String text) {
        return text.matches("\\d{1,9}(\\.\\d{1,9})?")
                ? new Parsed.Value<>(Double.parseDouble(text))
                : new Parsed.Mistake<>("'" + text + "' is not a number such as 0.01");
    }

    @Override
    public Parsed<T> read(String text) {
        return switch (reader.apply(text)) {
            case Parsed.Value<T>(T value) when isWithin(value) -> new Parsed.Value<>(value);
            case Parsed.Value<T> _ ->
                    new Parsed.Mistake<>("'" + text + "' is not within " + range());
            case Parsed.Mistake<T>(String message) ->
                    new Parsed.Mistake<>(message + "; it takes " + range());
        };
    }

    private boolean isWithin(T value) {
        return least.compareTo(value) <= 0 && value.compareTo(most) <= 0;
    }

    @Override
    public String print(T value) {
        return printer.apply(value);
    }

    @Override
    public String form() {
        return form;
    }

    @Override
    public String range() {
        return print(least) + " to " + print(most) + unit;
    }
}
