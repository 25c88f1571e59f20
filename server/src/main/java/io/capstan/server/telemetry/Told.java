package io.capstan.server.telemetry;

import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Status;
import io.capstan.core.id.NodeId;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.NodeStatus.PeerStatus;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// The figures that are told of shards and nodes one by one, made anew of a status at each look.
///
/// Bounded: of the first [#MOST_SHARDS] replicas, by shard, of the first [#MOST_FOLLOWERS] pairs of
/// shard and follower, and of the first [#MOST_MEMBERS] nodes. Beyond them a figure is in the sums
/// over all replicas, and every shard is on `/status`.
final class Told {
    static final int MOST_SHARDS = 64;
    static final int MOST_FOLLOWERS = 128;
    static final int MOST_MEMBERS = 32;

    private static final List<Metric> OF_REPLICAS =
            List.of(
                    Metric.IS_LEADER,
                    Metric.HAS_LEADER,
                    Metric.TERM,
                    Metric.COMMIT,
                    Metric.APPLIED);

    private final Map<Metric, MultiGauge> gauges = new EnumMap<>(Metric.class);

    Told(MeterRegistry registry) {
        for (Metric metric : OF_REPLICAS) gauges.put(metric, gauge(metric, registry));
        for (Metric metric : List.of(Metric.FOLLOWER_LAG, Metric.MEMBER_STATE, Metric.NODE_INFO))
            gauges.put(metric, gauge(metric, registry));
    }

    private static MultiGauge gauge(Metric metric, MeterRegistry registry) {
        return MultiGauge.builder(metric.key()).description(metric.doc()).register(registry);
    }

    void refresh(NodeStatus status) {
        List<ReplicaStatus> told = status.replicas().stream().limit(MOST_SHARDS).toList();
        replicas(Metric.IS_LEADER, told, of -> of.leads() ? 1 : 0);
        replicas(Metric.HAS_LEADER, told, of -> of.leader().isNone() ? 0 : 1);
        replicas(Metric.TERM, told, Status::term);
        replicas(Metric.COMMIT, told, Status::commit);
        replicas(Metric.APPLIED, told, Status::applied);
        show(Metric.FOLLOWER_LAG, lags(status, told));
        show(Metric.MEMBER_STATE, members(status));
        show(Metric.NODE_INFO, List.of(info(status)));
    }

    private void replicas(
            Metric metric, List<ReplicaStatus> told, ToDoubleFunction<Status> figure) {
        show(
                metric,
                told.stream()
                        .<Row<?>>map(one -> Row.of(labels(one), figure.applyAsDouble(one.status())))
                        .toList());
    }

    private void show(Metric metric, List<? extends Row<?>> rows) {
        Objects.requireNonNull(gauges.get(metric)).register(rows, true);
    }

    private static List<Row<?>> lags(NodeStatus status, List<ReplicaStatus> told) {
        Map<NodeId, String> names = new TreeMap<>();
        for (PeerStatus peer : status.peers()) names.put(peer.id(), peer.name());
        List<Row<?>> rows = new ArrayList<>();
        for (ReplicaStatus one : told)
            for (Status.Peer peer : one.status().peers()) {
                if (rows.size() == MOST_FOLLOWERS) return rows;
                String name = names.getOrDefault(peer.node(), peer.node().toString());
                long lag = Math.max(0, one.status().last() - peer.match());
                rows.add(Row.of(labels(one).and("follower", name), lag));
            }
        return rows;
    }

    private static List<Row<?>> members(NodeStatus status) {
        return status.peers().stream()
                .limit(MOST_MEMBERS)
                .<Row<?>>map(
                        peer -> Row.of(Tags.of("member", peer.name()), number(peer.liveness())))
                .toList();
    }

    private static int number(Liveness liveness) {
        return switch (liveness) {
            case ALIVE -> 0;
            case SUSPECTED -> 1;
            case DEAD -> 2;
        };
    }

    private static Row<?> info(NodeStatus status) {
        return Row.of(
                Tags.of(
                        "node",
                        status.name(),
                        "cluster",
                        status.cluster().toString(),
                        "incarnation",
                        Long.toString(status.incarnation())),
                1);
    }

    private static Tags labels(ReplicaStatus one) {
        return Tags.of(
                "table",
                one.descriptor().table().toString(),
                "shard",
                one.address().shard().toString());
    }
}
