package io.capstan.sim.fault;

import io.capstan.core.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One thing that goes wrong at one time, to some places, for a while. Places are numbered from 1;
/// a place is where a node lives, and keeps its number when the node there is replaced.
///
/// Its text is `12.345678s one-way 1,2 for 3.200000s with 4`; [#parse] reads it back.
public record Fault(
        long atNanos, FaultKind kind, List<Integer> targets, long durationNanos, long parameter) {
    private static final long MICRO = 1_000;
    private static final double SECOND = 1e9;

    public Fault {
        Invariant.check(atNanos >= 0 && durationNanos >= 0, "at %s for %s", atNanos, durationNanos);
        targets = List.copyOf(targets);
    }

    public long endNanos() {
        return atNanos + durationNanos;
    }

    /// The one target of a kind that has one.
    public int target() {
        return targets.isEmpty() ? 0 : targets.getFirst();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(seconds(atNanos)).append(' ').append(kind.word());
        if (!targets.isEmpty()) {
            String separator = " ";
            for (int target : targets) {
                text.append(separator).append(target);
                separator = ",";
            }
        }
        if (durationNanos > 0) text.append(" for ").append(seconds(durationNanos));
        if (parameter != 0) text.append(" with ").append(parameter);
        return text.toString();
    }

    /// Reads what [#toString] wrote; throws [IllegalArgumentException] with a plain reason.
    public static Fault parse(String text) {
        List<String> words = List.of(text.strip().split("\\s+"));
        if (words.size() < 2) throw new IllegalArgumentException("no fault: '" + text + "'");
        FaultKind kind =
                FaultKind.ofWord(words.get(1))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "no fault is called '" + words.get(1) + "'"));
        List<Integer> targets = new ArrayList<>();
        long duration = 0;
        long parameter = 0;
        int at = 2;
        if (at < words.size() && Character.isDigit(words.get(at).charAt(0))) {
            for (String place : words.get(at++).split(",", -1)) targets.add(Integer.valueOf(place));
        }
        while (at + 1 < words.size()) {
            switch (words.get(at)) {
                case "for" -> duration = nanos(words.get(at + 1));
                case "with" -> parameter = Long.parseLong(words.get(at + 1));
                default -> throw new IllegalArgumentException("what is '" + words.get(at) + "'?");
            }
            at += 2;
        }
        if (at != words.size()) throw new IllegalArgumentException("'" + text + "' ends early");
        return new Fault(nanos(words.getFirst()), kind, targets, duration, parameter);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6fs", nanos / MICRO * MICRO / SECOND);
    }

    private static long nanos(String seconds) {
        if (!seconds.endsWith("s"))
            throw new IllegalArgumentException("'" + seconds + "' is no time");
        double value = Double.parseDouble(seconds.substring(0, seconds.length() - 1));
        return Math.round(value * SECOND / MICRO) * MICRO;
    }
}
