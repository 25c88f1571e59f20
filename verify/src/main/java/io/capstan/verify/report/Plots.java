package io.capstan.verify.report;

import io.capstan.verify.record.Band;
import io.capstan.verify.record.Count;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Rate and latency over time, each a picture and the same as a table.
final class Plots {
    private static final double TOP = 16;
    private static final double HEIGHT = 170;
    private static final double BOTTOM = TOP + HEIGHT;

    /// The latency axis goes from a tenth of a millisecond to ten seconds, in powers of ten.
    private static final double LOWEST_MILLIS = 0.1;

    private static final int DECADES = 5;

    private final Series series;
    private final Axis axis;
    private final List<Band> bands;

    Plots(Series series, Axis axis, List<Band> bands) {
        this.series = series;
        this.axis = axis;
        this.bands = bands;
    }

    private void begin(Html out, String label) {
        out.form(
                        "<svg class=plot viewBox='0 0 %.0f %.0f' role=img aria-label='",
                        TimeLine.WIDTH, BOTTOM + 26)
                .text(label)
                .raw("'>");
        new Bands(bands, axis).columns(out, TOP, BOTTOM);
        axis.draw(out, TOP, BOTTOM);
    }

    String rate() {
        Html out = new Html();
        begin(out, "Operations a second by outcome, over time");
        double seconds = series.width() / 1e9;
        double most = 1;
        for (Series.Slice slice : series.slices())
            most = Math.max(most, slice.count().all() / seconds);
        double full = rounded(most);
        for (int i = 1; i <= 4; i++) level(out, BOTTOM - HEIGHT * i / 4, perSecond(full * i / 4));
        Boxes boxes = new Boxes();
        for (int i = 0; i < series.slices().size(); i++) column(boxes, i, full * seconds);
        boxes.draw(out);
        return out.raw("</svg>").toString();
    }

    private void column(Boxes boxes, int index, double full) {
        double x = axis.x(index * series.width());
        double width = Math.max(0.8, axis.x((index + 1) * series.width()) - x - 0.6);
        double y = BOTTOM;
        for (Look look : Look.values()) {
            long count = of(series.slices().get(index).count(), look);
            if (count == 0) continue;
            double height = Math.max(1.5, HEIGHT * count / full);
            y -= height;
            boxes.add(look, x, y, width, height);
        }
    }

    static long of(Count count, Look look) {
        return switch (look) {
            case OK -> count.ok();
            case MISMATCH -> count.mismatch();
            case REFUSED -> count.refused();
            case UNKNOWN -> count.unknown();
        };
    }

    private static String perSecond(double value) {
        return String.format(Locale.ROOT, "%,.0f/s", value);
    }

    /// The next of 1, 2, 5 times a power of ten, times four for even lines.
    private static double rounded(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(4, most))));
        for (double factor : new double[] {0.4, 0.8, 1, 1.2, 2, 4, 8})
            if (factor * power >= most) return factor * power;
        return 10 * power;
    }

    private void level(Html out, double y, String label) {
        out.form(
                "<line class=grid x1=%.1f x2=%.1f y1=%.1f y2=%.1f />"
                        + "<text class=level x=%.1f y=%.1f>%s</text>",
                axis.left(), axis.right(), y, y, axis.left() - 6, y + 4, label);
    }

    String latency() {
        Html out = new Html();
        begin(out, "Latency of answered operations over time: median, 99th percentile, longest");
        for (int i = 0; i <= DECADES; i++) {
            double millis = LOWEST_MILLIS * Math.pow(10, i);
            level(
                    out,
                    y(millis),
                    millis < 1_000 ? number(millis) + " ms" : number(millis / 1_000) + " s");
        }
        line(out, "most", Series.Slice::most);
        line(out, "high", Series.Slice::high);
        line(out, "median", Series.Slice::median);
        return out.raw("</svg>").toString();
    }

    private static String number(double value) {
        return Axis.number(value);
    }

    private static double y(double millis) {
        double decades = Math.log10(Math.max(millis, LOWEST_MILLIS) / LOWEST_MILLIS);
        return BOTTOM - HEIGHT * Math.min(1, decades / DECADES);
    }

    /// Broken where a slice has no answers.
    private void line(Html out, String style, ToDoubleFunction<Series.Slice> value) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < series.slices().size(); i++) {
            double millis = value.applyAsDouble(series.slices().get(i));
            if (millis >= 0) {
                double x = axis.x(i * series.width() + series.width() / 2);
                path.append(
                        String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x, y(millis)));
                if (!pen) path.append("h0.1");
            }
            pen = millis >= 0;
        }
        out.raw("<path class='line " + style + "' d='" + path + "'/>");
    }

    /// Both plots as a table.
    String table() {
        Html out = new Html();
        out.raw("<table><thead><tr><th scope=col>second");
        for (Look look : Look.values()) out.raw("<th scope=col>").text(look.word());
        out.raw(
                "<th scope=col>median ms<th scope=col>99 % ms<th scope=col>longest ms</tr></thead><tbody>");
        for (int i = 0; i < series.slices().size(); i++) {
            Series.Slice slice = series.slices().get(i);
            out.form("<tr><td>%.2f", i * series.width() / 1e9);
            for (Look look : Look.values()) out.form("<td>%d", of(slice.count(), look));
            out.raw("<td>" + millis(slice.median()) + "<td>" + millis(slice.high()))
                    .raw("<td>" + millis(slice.most()) + "</tr>");
        }
        return out.raw("</tbody></table>").toString();
    }

    private static String millis(double value) {
        return value < 0 ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }
}
