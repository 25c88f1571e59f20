package io.capstan.verify.report;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Kind;
import io.capstan.checker.history.Operation;
import io.capstan.checker.history.Outcome;
import io.capstan.checker.history.Value;
import io.capstan.checker.linearizability.Counterexample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The counter-example as a picture: a row for each process, a bar for each operation from its
/// invocation to its completion. Left to right is the order of events, not their distance in time.
final class Story {
    /// Operations drawn; of a longer story the last ones.
    static final int MAX_DRAWN = 36;

    private static final double LEFT = 96;
    private static final double LANE = 62;
    private static final double BAR = 22;
    private static final int LONGEST_DEED = 40;

    private final List<Operation> operations;
    private final Optional<Operation> culprit;
    private final Map<Integer, Integer> ranks = new TreeMap<>();
    private final List<Value> lanes = new ArrayList<>();

    Story(Counterexample example) {
        List<Operation> all = example.operations();
        operations = all.subList(Math.max(0, all.size() - MAX_DRAWN), all.size());
        culprit =
                operations.stream()
                        .filter(o -> o.outcome() == Outcome.OK)
                        .max(Comparator.comparingInt(Operation::completed));
        TreeSet<Integer> events = new TreeSet<>();
        for (Operation o : operations) {
            events.add(o.invoked());
            if (o.completed() != History.NEVER) events.add(o.completed());
            if (!lanes.contains(o.process())) lanes.add(o.process());
        }
        for (int event : events) ranks.put(event, ranks.size());
    }

    boolean isWhole(Counterexample example) {
        return example.operations().size() <= MAX_DRAWN;
    }

    private double x(int event) {
        double width = TimeLine.WIDTH - LEFT - 30;
        int rank = event == History.NEVER ? ranks.size() : ranks.getOrDefault(event, 0);
        return LEFT + width * rank / Math.max(1, ranks.size());
    }

    String svg() {
        double bottom = 10 + lanes.size() * LANE;
        Html out = new Html();
        out.form("<svg class=plot viewBox='0 0 %.0f %.0f' role=img ", TimeLine.WIDTH, bottom + 24)
                .raw("aria-label='The operations of the counter-example by process'>");
        int[] drawn = new int[lanes.size()];
        for (int lane = 0; lane < lanes.size(); lane++) lane(out, lane);
        for (Operation o : operations) {
            int lane = lanes.indexOf(o.process());
            bar(out, o, 10 + lane * LANE, drawn[lane]++ % 2 == 0);
        }
        out.form(
                "<text class=tick style='text-anchor:start' x=%.1f y=%.1f>"
                        + "earlier → later, in the order in which the client processes saw events</text>",
                LEFT, bottom + 16);
        return out.raw("</svg>").toString();
    }

    private void lane(Html out, int lane) {
        double y = 10 + lane * LANE;
        out.form("<text class=lane x=%.1f y=%.1f>process ", LEFT - 12, y + LANE / 2 + 4)
                .text(lanes.get(lane).toString())
                .raw("</text>");
        out.form(
                "<line class=rule x1=%.1f x2=%.1f y1=%.1f y2=%.1f />",
                LEFT, TimeLine.WIDTH - 14, y + LANE / 2, y + LANE / 2);
    }

    private void bar(Html out, Operation o, double top, boolean above) {
        boolean bad = culprit.isPresent() && culprit.get().index() == o.index();
        boolean open = o.completed() == History.NEVER;
        double x = x(o.invoked());
        double width = Math.max(8, x(o.completed()) - x);
        double y = top + (LANE - BAR) / 2;
        String style = bad ? "culprit" : open ? "open" : o.kind() == Kind.READ ? "read" : "write";
        String deed = Html.shortened(o.deed(), LONGEST_DEED);
        out.form(
                        "<g><rect class='bar %s' x=%.1f y=%.1f width=%.1f height=%.1f rx=5 /><title>",
                        style, x, y, width, BAR)
                .text(o.deed() + ", " + o.outcome().label())
                .raw("</title>");
        double labelY = above ? y - 5 : y + BAR + 13;
        out.form("<text class='%s' x=%.1f y=%.1f>", bad ? "cross" : "told", x, labelY)
                .raw(bad ? "✗ " : open ? "? " : "")
                .text(deed)
                .raw("</text></g>");
    }
}
