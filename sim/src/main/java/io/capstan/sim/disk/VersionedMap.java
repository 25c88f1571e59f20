package io.capstan.sim.disk;

import io.capstan.core.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An ordered map of rows with cheap views of earlier moments: while a view is open, a row that
/// changes keeps its older values; without views it is a plain map.
final class VersionedMap {
    /// A row's value since `since`, and what it was before (null: nothing kept). A null value is a
    /// row that is not there.
    private static final class Cell {
        private final @Nullable Bytes value;
        private final long since;
        private @Nullable Cell older;

        Cell(@Nullable Bytes value, long since, @Nullable Cell older) {
            this.value = value;
            this.since = since;
            this.older = older;
        }
    }

    private final TreeMap<Bytes, Cell> rows = new TreeMap<>();
    private final List<Bytes> layered = new ArrayList<>();
    private long moment = 1;
    private long structure;
    private int views;
    private long bytes;

    long bytes() {
        return bytes;
    }

    int size() {
        return rows.size();
    }

    @Nullable Bytes get(Bytes key) {
        Cell cell = rows.get(key);
        return cell == null ? null : cell.value;
    }

    /// Sets or removes (null) a row; returns what it was.
    @Nullable Bytes set(Bytes key, @Nullable Bytes value) {
        Cell old = rows.get(key);
        Bytes before = old == null ? null : old.value;
        if (before == null && value == null) return null;
        account(key, before, value);
        if (views == 0) {
            if (value == null) rows.remove(key);
            else rows.put(key, new Cell(value, moment, null));
            if (old == null || value == null) structure++;
            return before;
        }
        rows.put(key, new Cell(value, moment, old));
        layered.add(key);
        if (old == null) structure++;
        return before;
    }

    private void account(Bytes key, @Nullable Bytes before, @Nullable Bytes after) {
        if (before != null) bytes -= key.length() + before.length();
        if (after != null) bytes += key.length() + after.length();
    }

    /// The keys in [from, until) that have rows now.
    List<Bytes> keys(Bytes from, Bytes until) {
        List<Bytes> found = new ArrayList<>();
        Map<Bytes, Cell> range =
                until.isEmpty() ? rows.tailMap(from, true) : rows.subMap(from, true, until, false);
        for (Map.Entry<Bytes, Cell> each : range.entrySet())
            if (each.getValue().value != null) found.add(each.getKey());
        return found;
    }

    /// Opens a view of this moment; to be closed with [#closeView].
    long openView() {
        views++;
        return moment++;
    }

    void closeView() {
        views--;
        if (views == 0) dropViews();
    }

    /// All views are gone, with whoever held them.
    void dropViews() {
        views = 0;
        for (Bytes key : layered) {
            Cell cell = rows.get(key);
            if (cell == null) continue;
            cell.older = null;
            if (cell.value == null) {
                rows.remove(key);
                structure++;
            }
        }
        layered.clear();
    }

    /// What a row was at a view's moment.
    @Nullable Bytes getAt(Bytes key, long view) {
        return at(rows.get(key), view);
    }

    private static @Nullable Bytes at(@Nullable Cell newest, long view) {
        Cell cell = newest;
        while (cell != null && cell.since > view) cell = cell.older;
        return cell == null ? null : cell.value;
    }

    /// A walk over the rows that a view shows.
    final class Walk {
        private final Bytes until;
        private final long view;
        private Iterator<Map.Entry<Bytes, Cell>> rest;
        private long seen;
        private Bytes key;
        private @Nullable Bytes value;
        private boolean begun;

        Walk(Bytes from, Bytes until, long view) {
            this.until = until;
            this.view = view;
            this.key = from;
            this.seen = structure;
            this.rest = rows.tailMap(from, true).entrySet().iterator();
        }

        boolean next() {
            if (seen != structure) {
                // Rows came or went under this walk: look the place up again.
                seen = structure;
                rest = rows.tailMap(key, !begun).entrySet().iterator();
            }
            begun = true;
            while (rest.hasNext()) {
                Map.Entry<Bytes, Cell> each = rest.next();
                if (!until.isEmpty() && each.getKey().compareTo(until) >= 0) break;
                key = each.getKey();
                value = at(each.getValue(), view);
                if (value != null) return true;
            }
            value = null;
            return false;
        }

        Bytes key() {
            return key;
        }

        @Nullable Bytes value() {
            return value;
        }
    }
}
