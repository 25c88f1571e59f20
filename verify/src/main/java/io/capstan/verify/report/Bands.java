package io.capstan.verify.report;

import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.record.Band;
import java.util.List;
import java.util.Locale;

/// Faults over time: a row for each node with what was done to it, and pale columns that fall from
/// there over whatever is drawn below.
final class Bands {
    static final double ROW = 30;
    private static final double HALF = 13;
    private static final double LETTER = 6.2;

    /// Bands drawn at most; what is more is in the table of faults.
    static final int MAX_DRAWN = 600;

    private final List<Band> bands;
    private final Axis axis;

    Bands(List<Band> bands, Axis axis) {
        this.bands = bands.subList(0, Math.min(bands.size(), MAX_DRAWN));
        this.axis = axis;
    }

    /// The pale columns.
    void columns(Html out, double top, double bottom) {
        for (Band band : bands) {
            double x = axis.x(band.fromNanos());
            out.form(
                    "<rect class='column %s' x=%.1f y=%.1f width=%.1f height=%.1f />",
                    lane(band), x, top, Math.max(1, axis.x(band.untilNanos()) - x), bottom - top);
        }
    }

    /// The rows; returns where they end.
    double rows(Html out, double top, int nodes) {
        for (int node = 1; node <= nodes; node++) {
            double y = top + (node - 1) * ROW;
            out.form("<text class=lane x=%.1f y=%.1f>n%d</text>", axis.left() - 10, y + 18, node);
            out.form(
                    "<line class=rule x1=%.1f x2=%.1f y1=%.1f y2=%.1f />",
                    axis.left(), axis.right(), y + ROW - 1, y + ROW - 1);
        }
        for (Band band : bands) for (int node : band.nodes()) block(out, band, node, top);
        return top + nodes * ROW;
    }

    private void block(Html out, Band band, int node, double top) {
        boolean network = band.kind().lane() == FaultKind.Lane.NETWORK;
        double x = axis.x(band.fromNanos());
        double width = Math.max(3, axis.x(band.untilNanos()) - x);
        double y = top + (node - 1) * ROW + (network ? HALF + 2 : 1);
        out.form(
                        "<g><rect class='block %s' x=%.1f y=%.1f width=%.1f height=%.1f rx=2 /><title>",
                        lane(band), x, y, width, HALF)
                .text(told(band))
                .raw("</title>");
        String word = band.kind().word();
        String said = width > word.length() * LETTER + 4 ? word : word.substring(0, 1);
        if (width > LETTER + 3)
            out.form("<text class=inblock x=%.1f y=%.1f>%s</text>", x + 3, y + 10, said);
        out.raw("</g>");
    }

    static String lane(Band band) {
        return band.kind().lane() == FaultKind.Lane.NETWORK ? "network" : "process";
    }

    static String told(Band band) {
        return String.format(
                Locale.ROOT,
                "%.2f s to %.2f s: %s; %s",
                band.fromNanos() / 1e9,
                band.untilNanos() / 1e9,
                band.words(),
                band.felt());
    }
}
