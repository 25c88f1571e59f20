package io.capstan.verify.plan;

import java.util.Locale;

/// A fault and its time: `atMillis` after the run began, for `lastsMillis`.
public record Planned(long atMillis, long lastsMillis, Fault fault) {
    public long endMillis() {
        return atMillis + lastsMillis;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%6.2f s  for %5.2f s  %s",
                atMillis / 1e3,
                lastsMillis / 1e3,
                fault.words());
    }
}
