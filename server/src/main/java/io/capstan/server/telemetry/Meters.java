package io.capstan.server.telemetry;

import io.capstan.core.id.ShardId;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.node.host.HostFigures;
import io.capstan.node.host.NodeStatus;
import io.capstan.server.port.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// All figures of one node, for Prometheus. What the host's thread meets it counts here; what it
/// only has, it puts on the [Bulletin], and a scrape reads that: however often somebody scrapes,
/// the host does not notice.
///
/// The series are bounded: [Told] has the bounds of what is told one by one, and nothing that a
/// client names becomes a label.
public final class Meters implements AutoCloseable {
    private static final double MILLIS_A_SECOND = 1_000;
    private static final List<String> PORTS = List.of("admin", "native");

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Bulletin bulletin;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final RequestMeters requests = new RequestMeters(registry);
    private final Told told = new Told(registry);
    private final Timer fsync;
    private final Map<ShardId, Counter> elections = new TreeMap<>();
    private final Counter leaderChanges = counter(Metric.LEADER_CHANGES);
    private final Counter snapshots = counter(Metric.SNAPSHOTS);
    private final Counter suspicions = counter(Metric.SUSPICIONS);
    private final Counter framesRefused = counter(Metric.FRAMES_REFUSED);
    private final Map<String, Map<Refusal, Counter>> refused = new TreeMap<>();

    /// `bulletin`: where the host puts up how it stands.
    Meters(Bulletin bulletin) {
        this.bulletin = bulletin;
        fsync =
                Timer.builder(Metric.FSYNC.key())
                        .description(Metric.FSYNC.doc())
                        .serviceLevelObjectives(RequestMeters.BUCKETS)
                        .register(registry);
        for (String port : PORTS) refused.put(port, refusals(port));
        ofHost();
        ofShards();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        collections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private void ofHost() {
        counted(Metric.TURNS, HostFigures::turns);
        counted(Metric.FRAMES, "direction", "in", HostFigures::framesIn);
        counted(Metric.FRAMES, "direction", "out", HostFigures::framesOut);
        level(Metric.INBOX_FRAMES, HostFigures::waitingFrames);
        level(Metric.REQUEST_ACTIVE, HostFigures::routed);
        level(Metric.REQUEST_WAITING, HostFigures::waitingRequests);
        level(Metric.WAL_SIZE, HostFigures::logBytes);
        level(Metric.WAL_SEGMENTS, HostFigures::logSegments);
        level(Metric.UNFLUSHED, HostFigures::unflushedBytes);
        level(Metric.ROW_CACHE, HostFigures::rowCacheBytes);
        counted(Metric.ROW_LOOKUPS, "result", "hit", HostFigures::rowCacheHits);
        counted(Metric.ROW_LOOKUPS, "result", "miss", HostFigures::rowCacheMisses);
        level(Metric.CLOCK_UNCERTAINTY, Meters::uncertainty);
    }

    private void ofShards() {
        sum(Metric.SHARDS, status -> status.replicas().size());
        sum(Metric.SHARDS_LED, status -> count(status, one -> one.status().leads()));
        sum(
                Metric.SHARDS_WITHOUT_LEADER,
                status -> count(status, one -> one.status().leader().isNone()));
        sum(Metric.SHARDS_FAILED, status -> count(status, one -> !one.failure().isEmpty()));
        sum(
                Metric.SHARDS_UNTOLD,
                status -> Math.max(0, status.replicas().size() - Told.MOST_SHARDS));
    }

    private static long count(NodeStatus status, Predicate<NodeStatus.ReplicaStatus> which) {
        return status.replicas().stream().filter(which).count();
    }

    private static double uncertainty(HostFigures figures) {
        return (figures.wall().latestMillis() - figures.wall().earliestMillis())
                / (2 * MILLIS_A_SECOND);
    }

    private Counter counter(Metric metric) {
        return Counter.builder(metric.key()).description(metric.doc()).register(registry);
    }

    private void counted(Metric metric, ToDoubleFunction<HostFigures> figure) {
        FunctionCounter.builder(metric.key(), bulletin, board -> read(board, figure))
                .description(metric.doc())
                .register(registry);
    }

    private void counted(
            Metric metric, String label, String value, ToDoubleFunction<HostFigures> figure) {
        FunctionCounter.builder(metric.key(), bulletin, board -> read(board, figure))
                .description(metric.doc())
                .tag(label, value)
                .register(registry);
    }

    private void level(Metric metric, ToDoubleFunction<HostFigures> figure) {
        Gauge.builder(metric.key(), bulletin, board -> read(board, figure))
                .description(metric.doc())
                .baseUnit(unit(metric))
                .register(registry);
    }

    private void sum(Metric metric, ToDoubleFunction<NodeStatus> figure) {
        Gauge.builder(
                        metric.key(),
                        bulletin,
                        board ->
                                board.latest()
                                        .map(now -> figure.applyAsDouble(now.status()))
                                        .orElse(0.0))
                .description(metric.doc())
                .register(registry);
    }

    private static double read(Bulletin board, ToDoubleFunction<HostFigures> figure) {
        return board.latest().map(now -> figure.applyAsDouble(now.figures())).orElse(0.0);
    }

    /// The unit that Prometheus has at the end of the name.
    private static @Nullable String unit(Metric metric) {
        String name = metric.exposed();
        if (name.endsWith("_bytes")) return "bytes";
        return name.endsWith("_seconds") ? "seconds" : null;
    }

    /// A figure that somebody else keeps and that only rises.
    public <T> void follow(Followed which, T owner, ToLongFunction<T> figure) {
        FunctionCounter.builder(which.metric.key(), owner, figure::applyAsLong)
                .description(which.metric.doc())
                .register(registry);
    }

    /// The bytes that wait in front of the host and within it.
    public <T> void inbox(T owner, ToLongFunction<T> before) {
        Gauge.builder(
                        Metric.INBOX_BYTES.key(),
                        owner,
                        waiting ->
                                before.applyAsLong(waiting)
                                        + read(bulletin, HostFigures::waitingBytes))
                .description(Metric.INBOX_BYTES.doc())
                .baseUnit("bytes")
                .register(registry);
    }

    private Map<Refusal, Counter> refusals(String port) {
        Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);
        for (Refusal why : Refusal.values())
            counters.put(
                    why,
                    Counter.builder(Metric.CONNECTIONS_REFUSED.key())
                            .description(Metric.CONNECTIONS_REFUSED.doc())
                            .tag("port", port)
                            .tag("reason", why.word())
                            .register(registry));
        return counters;
    }

    /// A connection to this port was refused or ended; from any thread.
    void connectionRefused(String port, Refusal why) {
        Objects.requireNonNull(Objects.requireNonNull(refused.get(port)).get(why)).increment();
    }

    /// How many connections from outside this port has open.
    public <T> void connections(String port, T owner, ToLongFunction<T> open) {
        Gauge.builder(Metric.CONNECTIONS.key(), owner, open::applyAsLong)
                .description(Metric.CONNECTIONS.doc())
                .tag("port", port)
                .register(registry);
    }

    /// What is kept elsewhere.
    public enum Followed {
        FRAMES_DROPPED(Metric.FRAMES_DROPPED),
        TRACE_SIGHTINGS(Metric.TRACE_SIGHTINGS),
        TRACE_EXPORTED(Metric.TRACE_EXPORTED),
        TRACE_DROPPED(Metric.TRACE_DROPPED),
        LOG_SUPPRESSED(Metric.LOG_SUPPRESSED);

        private final Metric metric;

        Followed(Metric metric) {
            this.metric = metric;
        }
    }

    /// A sync of one file took so long; from the thread that waits for the device.
    void synced(long tookNanos) {
        fsync.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    void answered(Request request, Outcome outcome, long tookNanos) {
        requests.answered(request, outcome, tookNanos);
    }

    /// Elections are told of the first [Told#MOST_SHARDS] shards that have one, then together.
    void elected(ShardId shard) {
        Counter known = elections.get(shard);
        if (known == null && elections.size() < Told.MOST_SHARDS) {
            known = elections(shard.toString());
            elections.put(shard, known);
        }
        (known == null ? elections("other") : known).increment();
    }

    private Counter elections(String shard) {
        return Counter.builder(Metric.ELECTIONS.key())
                .description(Metric.ELECTIONS.doc())
                .tag("shard", shard)
                .register(registry);
    }

    void leaderChanged() {
        leaderChanges.increment();
    }

    void snapshotInstalled() {
        snapshots.increment();
    }

    void suspected() {
        suspicions.increment();
    }

    void frameRefused() {
        framesRefused.increment();
    }

    /// Everything, in Prometheus' text format.
    public synchronized String scrape() {
        bulletin.latest().ifPresent(now -> told.refresh(now.status()));
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
