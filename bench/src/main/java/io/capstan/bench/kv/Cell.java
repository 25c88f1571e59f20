package io.capstan.bench.kv;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// What one cell of the table came to: one operation with a number of calls in flight.
///
/// - `operations`: ended well within `seconds`; latencies are theirs, in milliseconds, from asking
///   to the answer. A stalled cluster slows the loop down: what was not asked meanwhile has no
///   latency here.
/// - `errors`: ended otherwise in the same time, by code.
/// - `clientCpu`, `serverCpu`: processor seconds in the same time for 1,000 operations; empty where
///   nobody could say, or nothing ended well.
public record Cell(
        KvLoad load,
        int inFlight,
        int connections,
        double seconds,
        long operations,
        double p50,
        double p99,
        double p999,
        double longest,
        SortedMap<String, Long> errors,
        OptionalDouble clientCpu,
        OptionalDouble serverCpu) {

    public double throughput() {
        return operations / seconds;
    }

    /// One line for people; lines of one run stand in columns.
    public String plain() {
        return String.format(
                Locale.ROOT,
                "%-3s in flight %-5d %,9.0f/s  p50 %8.3f ms  p99 %8.3f ms  p999 %8.3f ms"
                        + "  CPU s/1,000: client %s, servers %s  errors %s",
                load.operation().word(),
                inFlight,
                throughput(),
                p50,
                p99,
                p999,
                plain(clientCpu),
                plain(serverCpu),
                errors.isEmpty() ? "0" : errors.toString());
    }

    private static String plain(OptionalDouble cpu) {
        return cpu.isPresent() ? String.format(Locale.ROOT, "%.4f", cpu.getAsDouble()) : "?";
    }

    /// One object on one line; what nobody could say is left out.
    public String json() {
        return String.format(
                        Locale.ROOT,
                        "{\"op\":\"%s\",\"in_flight\":%d,\"connections\":%d,\"value_bytes\":%d,"
                                + "\"keys\":%d,\"seconds\":%.3f,\"operations\":%d,"
                                + "\"throughput\":%.1f,\"p50_millis\":%.4f,\"p99_millis\":%.4f,"
                                + "\"p999_millis\":%.4f,\"max_millis\":%.4f",
                        load.operation().word(),
                        inFlight,
                        connections,
                        load.valueBytes(),
                        load.keys(),
                        seconds,
                        operations,
                        throughput(),
                        p50,
                        p99,
                        p999,
                        longest)
                + json("client_cpu_seconds_per_1000", clientCpu)
                + json("server_cpu_seconds_per_1000", serverCpu)
                + ",\"errors\":{"
                + errors.entrySet().stream()
                        .map(error -> "\"" + error.getKey() + "\":" + error.getValue())
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private static String json(String name, OptionalDouble cpu) {
        return cpu.isPresent()
                ? String.format(Locale.ROOT, ",\"%s\":%.6f", name, cpu.getAsDouble())
                : "";
    }
}
