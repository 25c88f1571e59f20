package io.capstan.sim.law;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.workload.Operation;
import io.capstan.sim.workload.OperationWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads weaker than linearizable still promise something: a value that somebody wrote; nothing
/// older than what the session wrote or read, if asked; nothing staler than the bound, if asked.
///
/// Versions of one key are ordered by their stamps. A read that finds nothing is judged only on
/// keys that nobody has tried to delete, since a deletion's stamp is not shown.
public final class LevelsLaw implements OperationWatch {
    private final Court court;
    private final Map<String, TreeSet<String>> offered = new TreeMap<>();
    private final TreeSet<String> deleted = new TreeSet<>();
    private final Map<String, List<Written>> acknowledged = new TreeMap<>();
    private final Map<String, HybridTime> sessionWrites = new TreeMap<>();
    private final Map<String, HybridTime> sessionReads = new TreeMap<>();
    private final Map<Operation, Floor> floors = new java.util.LinkedHashMap<>();

    private record Written(long nanos, HybridTime stamp) {}

    /// The least stamp that a read under way may find.
    private record Floor(HybridTime stamp, String why) {}

    public LevelsLaw(Court court) {
        this.court = court;
    }

    @Override
    public void invoked(Operation operation) {
        operation
                .value()
                .ifPresent(word ->
                        offered.computeIfAbsent(operation.place(), k -> new TreeSet<>()).add(word));
        if (operation.kind() == Operation.Kind.DELETE) deleted.add(operation.place());
        if (operation.isRead() && !operation.isLinearizable())
            floors.put(operation, floor(operation));
    }

    private Floor floor(Operation read) {
        String mine = session(read);
        HybridTime wrote = sessionWrites.getOrDefault(mine, HybridTime.ZERO);
        HybridTime saw = sessionReads.getOrDefault(mine, HybridTime.ZERO);
        return switch (read.level()) {
            case Consistency.Linearizable _, Consistency.Eventual _ ->
                    new Floor(HybridTime.ZERO, "");
            case Consistency.ReadYourWrites _ -> new Floor(wrote, "its session had written");
            case Consistency.MonotonicReads _ -> new Floor(saw, "its session had read");
            case Consistency.Causal _ ->
                    new Floor(HybridTime.max(wrote, saw), "its session had written or read");
            case Consistency.Bounded(var staleness) ->
                    new Floor(
                            acknowledgedBy(read.place(), read.invokedNanos() - staleness.toNanos()),
                            "had been acknowledged before the bound");
        };
    }

    private HybridTime acknowledgedBy(String place, long nanos) {
        HybridTime newest = HybridTime.ZERO;
        for (Written write : acknowledged.getOrDefault(place, List.of())) {
            if (write.nanos <= nanos) newest = HybridTime.max(newest, write.stamp);
        }
        return newest;
    }

    private static String session(Operation operation) {
        return operation.client() + "@" + operation.place();
    }

    @Override
    public void completed(Operation operation) {
        Floor floor = floors.remove(operation);
        if (operation.result() != Operation.Result.OK) return;
        if (operation.isRead()) read(operation, Optional.ofNullable(floor));
        else wrote(operation);
    }

    private void wrote(Operation operation) {
        sessionWrites.merge(session(operation), operation.stamp(), HybridTime::max);
        acknowledged
                .computeIfAbsent(operation.place(), k -> new ArrayList<>())
                .add(new Written(operation.completedNanos(), operation.stamp()));
    }

    private void read(Operation operation, Optional<Floor> floor) {
        String place = operation.place();
        Optional<String> value = operation.read();
        if (value.isPresent()
                && !offered.getOrDefault(place, new TreeSet<>()).contains(value.get()))
            court.broken(Court.LEVELS, operation + "\nNobody has ever written this value there.");
        if (floor.isPresent()) holds(operation, floor.get());
        sessionReads.merge(session(operation), operation.stamp(), HybridTime::max);
    }

    private void holds(Operation operation, Floor floor) {
        boolean older = floor.stamp.isAfter(operation.stamp());
        if (!older || (operation.read().isEmpty() && deleted.contains(operation.place()))) return;
        court.broken(
                Court.LEVELS,
                operation
                        + "\nIt found version "
                        + operation.stamp()
                        + ", but version "
                        + floor.stamp
                        + " "
                        + floor.why
                        + ".");
    }
}
