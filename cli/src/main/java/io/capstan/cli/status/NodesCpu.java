package io.capstan.cli.status;

import io.capstan.bench.kv.CpuMeter;
import io.capstan.client.net.Address;
import io.capstan.core.catalog.NodeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The processor time that the nodes of a cluster say they have used, at their pages `/metrics`.
///
/// A node counts that of its whole process. So nobody can say where two of them share one, which
/// shows in equal start times, or where one does not answer.
public final class NodesCpu implements CpuMeter {
    private static final Pattern USED = figure("process_cpu_time_ns_total");
    private static final Pattern STARTED = figure("process_start_time_seconds");

    private final List<Address> nodes;
    private final AdminPages pages = new AdminPages();

    /// `nodes`: every one, as the map has it.
    public NodesCpu(List<NodeEntry> nodes) {
        this.nodes = nodes.stream().map(AdminPages::of).toList();
    }

    private static Pattern figure(String name) {
        return Pattern.compile("(?m)^" + name + " (\\S+)$");
    }

    @Override
    public OptionalDouble seconds() {
        List<String> told = new ArrayList<>();
        for (Address node : nodes) {
            Optional<AdminPages.Answer> answer = pages.get(node, "/metrics");
            if (answer.filter(AdminPages.Answer::isGood).isEmpty()) return OptionalDouble.empty();
            told.add(answer.get().body());
        }
        return sum(told);
    }

    static OptionalDouble sum(List<String> pages) {
        TreeSet<Double> starts = new TreeSet<>();
        double used = 0;
        for (String page : pages) {
            OptionalDouble nanos = of(USED, page);
            OptionalDouble started = of(STARTED, page);
            boolean known = nanos.isPresent() && started.isPresent();
            if (!known || !starts.add(started.getAsDouble())) return OptionalDouble.empty();
            used += nanos.getAsDouble() / CpuMeter.NANOS;
        }
        return OptionalDouble.of(used);
    }

    private static OptionalDouble of(Pattern figure, String page) {
        Matcher found = figure.matcher(page);
        if (!found.find()) return OptionalDouble.empty();
        try {
            return OptionalDouble.of(Double.parseDouble(found.group(1)));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
