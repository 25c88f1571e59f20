package io.capstan.sim.trial;

import io.capstan.core.id.ShardId;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import io.capstan.storage.shard.RowCache;
import io.capstan.storage.shard.ShardStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether a healed cluster has come to rest: every shard has one leader, and every member of its
/// configuration has applied all that is committed. And whether members then hold the same state.
final class Rest {
    /// How often to look: a status of all nodes costs more than many events.
    private static final long LOOK_NANOS = 100_000_000L;

    private final World world;
    private final Operator operator;
    private long nextLook;
    private String missing = "nothing looked at yet";

    Rest(World world, Operator operator) {
        this.world = world;
        this.operator = operator;
    }

    boolean isReached() {
        if (world.now() < nextLook) return false;
        nextLook = world.now() + LOOK_NANOS;
        Optional<String> why = whatIsMissing();
        missing = why.orElse("");
        return why.isEmpty();
    }

    /// What was missing at the last look.
    String missing() {
        return missing;
    }

    private Optional<String> whatIsMissing() {
        Map<ShardId, List<ReplicaStatus>> replicas = byShard();
        for (ShardDescriptor shard : operator.map().shards()) {
            Optional<String> why =
                    missingOf(shard.shard(), replicas.getOrDefault(shard.shard(), List.of()));
            if (why.isPresent()) return why;
        }
        return Optional.empty();
    }

    private Map<ShardId, List<ReplicaStatus>> byShard() {
        Map<ShardId, List<ReplicaStatus>> replicas = new TreeMap<>();
        for (SimNode node : world.nodes()) {
            node.status().stream()
                    .flatMap(status -> status.replicas().stream())
                    .filter(replica -> replica.failure().isEmpty())
                    .forEach(replica ->
                            replicas.computeIfAbsent(
                                            replica.address().shard(), s -> new ArrayList<>())
                                    .add(replica));
        }
        return replicas;
    }

    private static Optional<String> missingOf(ShardId shard, List<ReplicaStatus> replicas) {
        Optional<ReplicaStatus> leader =
                replicas.stream()
                        .filter(r -> r.status().role().startsWith("L"))
                        .max((a, b) -> Long.compare(a.status().term(), b.status().term()));
        if (leader.isEmpty()) return Optional.of(shard + " has no leader");
        long commit = leader.get().status().commit();
        if (commit != leader.get().status().last())
            return Optional.of(shard + " is not committed to its end: " + leader.get().status());
        if (leader.get().descriptor().configuration().isJoint())
            return Optional.of(shard + " is in a joint configuration");
        for (Member member : leader.get().descriptor().members()) {
            boolean there =
                    replicas.stream()
                            .anyMatch(r ->
                                    r.address().replica().equals(member.replica())
                                            && r.status().applied() == commit);
            if (!there)
                return Optional.of(
                        shard
                                + ": "
                                + member
                                + " has not applied up to "
                                + commit
                                + " of "
                                + leader.get().status());
        }
        return Optional.empty();
    }

    /// Where every node and replica stands, a line each.
    static String statuses(World world) {
        StringBuilder lines = new StringBuilder();
        for (SimNode node : world.nodes()) {
            lines.append("place ").append(node.place()).append(' ').append(node.id());
            if (node.status().isEmpty()) lines.append(" is down");
            node.status()
                    .ifPresent(s ->
                            lines.append(" map ")
                                    .append(s.catalogVersion())
                                    .append(' ')
                                    .append(s.stopped()));
            lines.append('\n');
            node.status().stream()
                    .flatMap(s -> s.replicas().stream())
                    .forEach(r ->
                            lines.append("  ")
                                    .append(r.address())
                                    .append(' ')
                                    .append(r.status())
                                    .append(' ')
                                    .append(r.failure())
                                    .append('\n'));
        }
        return lines.toString();
    }

    /// Why two members of a shard do not hold the same state, if so.
    Optional<String> convergence() {
        Map<ShardId, ShardStore> first = new TreeMap<>();
        for (SimNode node : world.nodes()) {
            if (node.status().isEmpty()) continue;
            for (ReplicaStatus replica : node.status().get().replicas()) {
                Optional<ShardStore> held =
                        ShardStore.open(
                                node.body().store(),
                                replica.address().shard(),
                                replica.address().replica(),
                                new RowCache(0));
                if (held.isEmpty() || !replica.failure().isEmpty()) continue;
                // One that a group meant to add, and did not, has no state to be compared.
                if (held.get().isUnborn()) continue;
                ShardStore other = first.putIfAbsent(held.get().shard(), held.get());
                if (other == null || other.appliedIndex() != held.get().appliedIndex()) continue;
                if (other.history() != held.get().history()
                        || other.digest() != held.get().digest())
                    return Optional.of(
                            replica.address()
                                    + " holds another state than replica "
                                    + other.replica()
                                    + " at index "
                                    + other.appliedIndex());
            }
        }
        return Optional.empty();
    }
}
