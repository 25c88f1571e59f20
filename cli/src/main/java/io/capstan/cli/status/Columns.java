package io.capstan.cli.status;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns, two blanks between them.
public final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    public Columns(String... titles) {
        rows.add(titles);
    }

    public void row(String... cells) {
        rows.add(cells);
    }

    public List<String> lines() {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows)
            for (int i = 0; i < row.length; i++) widths[i] = Math.max(widths[i], row[i].length());
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++)
            line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
        return line.toString().stripTrailing();
    }
}
