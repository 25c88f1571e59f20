package io.capstan.checker.history;

import java.util.Arrays;

/// A growing column of numbers without a box around each.
final class IntColumn {
    private static final int FIRST_ROOM = 16;

    private int[] cells = new int[FIRST_ROOM];
    private int size;

    void add(int cell) {
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, size + (size >> 1) + 1);
        }
        cells[size++] = cell;
    }

    void set(int row, int cell) {
        cells[row] = cell;
    }

    int cell(int row) {
        return cells[row];
    }

    int[] toArray() {
        return Arrays.copyOf(cells, size);
    }
}
