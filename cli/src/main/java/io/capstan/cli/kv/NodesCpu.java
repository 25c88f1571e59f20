package io.capstan.cli.kv;

import io.capstan.bench.kv.CpuMeter;
import io.capstan.client.net.Address;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final Pattern USED = figure("process_cpu_time_ns_total");
    private static final Pattern STARTED = figure("process_start_time_seconds");

    private final List<Address> nodes;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /// `nodes`: the native address of every one.
    public NodesCpu(List<Address> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    private static Pattern figure(String name) {
        return Pattern.compile("(?m)^" + name + " (\\S+)$");
    }

    @Override
    public OptionalDouble seconds() {
        List<String> pages = new ArrayList<>();
        for (Address node : nodes) {
            Optional<String> page = page(node);
            if (page.isEmpty()) return OptionalDouble.empty();
            pages.add(page.get());
        }
        return sum(pages);
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

    private Optional<String> page(Address node) {
        int admin = LocalPorts.adminOf(node.port());
        URI uri = URI.create("http://" + node.host() + ":" + admin + "/metrics");
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
