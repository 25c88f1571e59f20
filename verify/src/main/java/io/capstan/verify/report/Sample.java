package io.capstan.verify.report;

import io.capstan.sim.workload.Operation;
import io.capstan.verify.judge.Account;
import io.capstan.verify.record.Band;
import io.capstan.verify.record.Chronicle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The operations that the page's time line can show, as data for its script.
///
/// Bounds: at most [#MAX_OPERATIONS] operations and [#MAX_TEXT] characters of keys and values,
/// however long the run was. Those of the counter-example's key near its end are always among them;
/// then those that did not succeed; the rest is thinned evenly.
final class Sample {
    static final int MAX_OPERATIONS = 12_000;

    /// Of these at most so many that did not succeed.
    private static final int MAX_ODD = 4_000;

    private static final int MAX_FEATURED = 2_000;
    private static final int MAX_TEXT = 300_000;
    private static final int LONGEST = 48;
    private static final int MAX_REASONS = 200;
    private static final int LONGEST_REASON = 160;
    private static final String LEFT_OUT = "(left out)";

    private final Account account;
    private final Optional<Focus> focus;
    private final Map<String, Integer> keys = new LinkedHashMap<>();
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<String, Integer> reasons = new LinkedHashMap<>();
    private int text;

    /// The key to show first, and from when to when, in nanoseconds.
    record Focus(String key, long from, long until) {}

    Sample(Account account, Optional<Focus> focus) {
        this.account = account;
        this.focus = focus;
    }

    /// The rows chosen, ascending.
    static List<Integer> chosen(List<Chronicle.Entry> entries, Optional<Focus> focus) {
        TreeSet<Integer> featured = new TreeSet<>();
        List<Integer> odd = new ArrayList<>();
        List<Integer> plain = new ArrayList<>();
        for (int row = entries.size() - 1; row >= 0; row--) {
            Operation operation = entries.get(row).operation();
            boolean seen =
                    focus.isPresent()
                            && operation.key().equals(focus.get().key)
                            && operation.invokedNanos() <= focus.get().until
                            && TimeLine.endOf(operation) >= focus.get().from;
            boolean well = Look.of(operation.result()).compareTo(Look.MISMATCH) <= 0;
            if (seen && featured.size() < MAX_FEATURED) featured.add(row);
            else (well ? plain : odd).addFirst(row);
        }
        thin(odd, MAX_ODD, featured);
        thin(plain, MAX_OPERATIONS - featured.size(), featured);
        return List.copyOf(featured);
    }

    private static void thin(List<Integer> rows, int most, Set<Integer> into) {
        int taken = Math.min(rows.size(), most);
        for (int i = 0; i < taken; i++) into.add(rows.get((int) ((long) i * rows.size() / taken)));
    }

    /// The data as one JSON object, and how many operations are in it.
    record Data(String json, int operations) {}

    Data data(int nodes, int clients) {
        List<Chronicle.Entry> entries = account.chronicle().entries();
        List<Integer> rows = chosen(entries, focus);
        StringBuilder ops = new StringBuilder();
        long before = 0;
        for (int row : rows) before = add(ops, entries.get(row), before);
        String json =
                "{\"end\":"
                        + TimeLine.axis(account).nanos() / 1_000
                        + ",\"nodes\":"
                        + nodes
                        + ",\"clients\":"
                        + clients
                        + ",\"bad\":"
                        + focus.map(this::bad).orElse("null")
                        + ",\"bands\":"
                        + bands()
                        + ",\"keys\":"
                        + list(keys)
                        + ",\"strings\":"
                        + list(strings)
                        + ",\"reasons\":"
                        + list(reasons)
                        + ",\"ops\":["
                        + ops
                        + "]}";
        return new Data(json, rows.size());
    }

    private String bad(Focus on) {
        long from = Math.max(0, on.from / 1_000);
        return "[" + number(keys, on.key) + "," + from + "," + (on.until - on.from) / 1_000 + "]";
    }

    /// Eleven numbers an operation; the script knows their order.
    private long add(StringBuilder ops, Chronicle.Entry entry, long before) {
        Operation o = entry.operation();
        long start = o.invokedNanos() / 1_000;
        Optional<String> value = o.isRead() ? o.read() : o.value();
        if (!ops.isEmpty()) ops.append(',');
        ops.append(start - before)
                .append(',')
                .append(TimeLine.endOf(o) / 1_000 - start)
                .append(',')
                .append(o.client())
                .append(',')
                .append(o.process())
                .append(',')
                .append(number(o.kind()))
                .append(',')
                .append(number(keys, o.key()))
                .append(',')
                .append(o.expected().map(e -> number(strings, e)).orElse(-1))
                .append(',')
                .append(value.map(v -> number(strings, v)).orElse(-1))
                .append(',')
                .append(number(Look.of(o.result())))
                .append(',')
                .append(entry.attempts())
                .append(',')
                .append(entry.reason().isEmpty() ? -1 : reason(entry.reason()));
        return start;
    }

    /// The place of its word in the script's lists.
    private static int number(Operation.Kind kind) {
        return switch (kind) {
            case GET -> 0;
            case PUT -> 1;
            case DELETE -> 2;
            case CAS -> 3;
        };
    }

    private static int number(Look look) {
        return switch (look) {
            case OK -> 0;
            case MISMATCH -> 1;
            case REFUSED -> 2;
            case UNKNOWN -> 3;
        };
    }

    private int number(Map<String, Integer> dictionary, String whole) {
        String shortened = Html.shortened(whole, LONGEST);
        Integer known = dictionary.get(shortened);
        if (known != null) return known;
        text += Html.json(shortened).length() + 1;
        return put(dictionary, text > MAX_TEXT ? LEFT_OUT : shortened);
    }

    private int reason(String whole) {
        String shortened = Html.shortened(whole, LONGEST_REASON);
        boolean room = reasons.size() < MAX_REASONS || reasons.containsKey(shortened);
        return put(reasons, room ? shortened : LEFT_OUT);
    }

    private static int put(Map<String, Integer> dictionary, String word) {
        Integer known = dictionary.putIfAbsent(word, dictionary.size());
        return known == null ? dictionary.size() - 1 : known;
    }

    private static String list(Map<String, Integer> dictionary) {
        StringBuilder out = new StringBuilder("[");
        for (String word : dictionary.keySet()) {
            if (out.length() > 1) out.append(',');
            out.append(Html.json(word));
        }
        return out.append(']').toString();
    }

    private String bands() {
        StringBuilder out = new StringBuilder("[");
        List<Band> all = account.bands();
        for (Band band : all.subList(0, Math.min(all.size(), Bands.MAX_DRAWN))) {
            if (out.length() > 1) out.append(',');
            out.append('[')
                    .append(band.fromNanos() / 1_000)
                    .append(',')
                    .append(band.untilNanos() / 1_000)
                    .append(',')
                    .append(Html.json(Bands.lane(band)))
                    .append(',')
                    .append(Html.json(Html.shortened(band.words(), LONGEST_REASON)))
                    .append(',')
                    .append(band.nodes())
                    .append(']');
        }
        return out.append(']').toString();
    }
}
