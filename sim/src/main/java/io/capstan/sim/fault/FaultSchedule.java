package io.capstan.sim.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// All that goes wrong in one run, ascending by time. It can be written down, edited, shrunk and
/// played again.
public record FaultSchedule(List<Fault> faults) {
    public static final FaultSchedule NONE = new FaultSchedule(List.of());

    public FaultSchedule {
        List<Fault> sorted = new ArrayList<>(faults);
        sorted.sort(Comparator.comparingLong(Fault::atNanos));
        faults = List.copyOf(sorted);
    }

    /// One fault a line; empty lines and those that begin with `#` are passed over.
    public static FaultSchedule parse(String text) {
        return new FaultSchedule(
                text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(Fault::parse)
                        .toList());
    }

    @Override
    public String toString() {
        return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
    }
}
