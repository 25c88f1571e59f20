package io.capstan.verify.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Time across a picture: from the run's beginning at the left to its end at the right.
///
/// `nanos`: the length of the run, at least 1; `left` and `width`: where it is drawn.
record Axis(long nanos, double left, double width) {
    private static final int MOST_TICKS = 14;
    private static final double[] STEPS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600};

    double x(long at) {
        return left + width * Math.clamp((double) at / nanos, 0, 1);
    }

    double right() {
        return left + width;
    }

    /// Round times, in seconds, at most [#MOST_TICKS].
    List<Double> ticks() {
        double seconds = nanos / 1e9;
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--)
            if (seconds / STEPS[i] <= MOST_TICKS) step = STEPS[i];
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= seconds && i <= 2 * MOST_TICKS; i++) ticks.add(i * step);
        return ticks;
    }

    /// Hairlines and their labels.
    void draw(Html out, double top, double bottom) {
        for (double tick : ticks()) {
            double x = x((long) (tick * 1e9));
            out.form("<line class=grid x1=%.1f x2=%.1f y1=%.1f y2=%.1f />", x, x, top, bottom);
            out.form("<text class=tick x=%.1f y=%.1f>%s s</text>", x, bottom + 14, number(tick));
        }
    }

    static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
