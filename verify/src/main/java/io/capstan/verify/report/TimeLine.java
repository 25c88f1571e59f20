package io.capstan.verify.report;

import io.capstan.sim.workload.Operation;
import io.capstan.verify.judge.Account;
import io.capstan.verify.record.Chronicle;
import io.capstan.verify.record.Count;
import java.util.Arrays;

/// The whole run at a glance: under the nodes and what was done to them, a row for each client. A
/// row is cut into columns; each shows how the operations ended that ended there.
final class TimeLine {
    static final double WIDTH = 1160;
    static final double LEFT = 62;
    private static final double RIGHT_MARGIN = 14;
    private static final double ROW = 18;
    private static final double BAR = 11;

    /// Columns over all rows: bounds what the picture weighs.
    private static final int MAX_CELLS = 12_000;

    private static final int MAX_COLUMNS = 380;

    private final Account account;
    private final int nodes;
    private final int clients;
    private final Axis axis;
    private final int columns;
    private final Count[][] ended;
    private final boolean[][] busy;

    TimeLine(Account account, int nodes, int clients) {
        this.account = account;
        this.nodes = nodes;
        this.clients = clients;
        this.axis = axis(account);
        this.columns = Math.min(MAX_COLUMNS, MAX_CELLS / Math.max(1, clients));
        this.ended = new Count[clients][columns];
        for (Count[] row : ended) Arrays.fill(row, Count.NONE);
        this.busy = new boolean[clients][columns];
        for (Chronicle.Entry entry : account.chronicle().entries()) count(entry.operation());
    }

    /// From the beginning to the last answer.
    static Axis axis(Account account) {
        long end = 1;
        for (Chronicle.Entry entry : account.chronicle().entries())
            end = Math.max(end, endOf(entry.operation()));
        return new Axis(end, LEFT, WIDTH - LEFT - RIGHT_MARGIN);
    }

    static long endOf(Operation operation) {
        return Math.max(operation.invokedNanos(), operation.completedNanos());
    }

    private void count(Operation operation) {
        int row = operation.client() - 1;
        if (row < 0 || row >= clients) return;
        int from = column(operation.invokedNanos());
        int until = column(endOf(operation));
        for (int c = from; c <= until; c++) busy[row][c] = true;
        ended[row][until] = ended[row][until].with(operation.result());
    }

    private int column(long nanos) {
        return (int) Math.clamp(nanos * columns / axis.nanos(), 0L, columns - 1L);
    }

    String svg() {
        double top = nodes * Bands.ROW + 34;
        double bottom = top + clients * ROW;
        Html out = new Html();
        out.form("<svg class=plot viewBox='0 0 %.0f %.0f' role=img ", WIDTH, bottom + 26)
                .raw("aria-label='Faults on the nodes and operations of the clients over time'>");
        Bands bands = new Bands(account.bands(), axis);
        out.raw("<text class=head x=0 y=11>nodes</text>");
        bands.rows(out, 18, nodes);
        out.form("<text class=head x=0 y=%.1f>clients</text>", top - 5);
        axis.draw(out, 16, bottom);
        bands.columns(out, 18, bottom);
        for (int row = 0; row < clients; row++) row(out, row, top + row * ROW);
        mark(out, account.healedNanos(), "healed", 16, bottom);
        return out.raw("</svg>").toString();
    }

    private void mark(Html out, long nanos, String word, double top, double bottom) {
        if (nanos <= 0) return;
        double x = axis.x(nanos);
        out.form(
                "<line class=mark x1=%.1f x2=%.1f y1=%.1f y2=%.1f />"
                        + "<text class=marked x=%.1f y=11>%s</text>",
                x, x, top, bottom, x - 4, word);
    }

    private void row(Html out, int row, double y) {
        out.form("<text class=lane x=%.1f y=%.1f>c%d</text>", axis.left() - 10, y + 12, row + 1);
        StringBuilder waiting = new StringBuilder();
        Boxes boxes = new Boxes();
        for (int c = 0; c < columns; c++) cell(row, c, y, waiting, boxes);
        out.raw("<path class=waiting d='" + waiting + "'/>");
        boxes.draw(out);
    }

    private void cell(int row, int column, double y, StringBuilder waiting, Boxes boxes) {
        Count count = ended[row][column];
        double step = axis.width() / columns;
        double x = axis.left() + column * step;
        if (count.all() == 0) {
            if (busy[row][column]) waiting.append(Boxes.box(x, y + 2 + BAR / 2, step, 1.6));
            return;
        }
        double at = y + 2;
        for (Look look : Look.values()) {
            long these = Plots.of(count, look);
            if (these == 0) continue;
            // What did not succeed must be seen even where it is one among many.
            double height = Math.max(look == Look.OK ? 0 : 3.5, BAR * these / count.all());
            height = Math.min(height, y + 2 + BAR - at);
            boxes.add(look, x, at, step - 0.4, height);
            at += height;
        }
    }
}
