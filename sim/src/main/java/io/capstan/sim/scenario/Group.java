package io.capstan.sim.scenario;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
import io.capstan.sim.world.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The replicas of the scenario's one shard, as somebody sees them who sees all nodes at once.
final class Group {
    private static final long SECOND = 1_000_000_000L;

    private final Setting setting;

    Group(Setting setting) {
        this.setting = setting;
    }

    private List<ReplicaStatus> replicas() {
        List<ReplicaStatus> replicas = new ArrayList<>();
        for (SimNode node : setting.world().nodes()) {
            node.status().stream()
                    .flatMap(s -> s.replicas().stream())
                    .filter(r -> r.address().shard().value() > ShardId.SYSTEM.value())
                    .forEach(replicas::add);
        }
        return replicas;
    }

    /// The descriptor of the newest epoch that any replica has applied.
    ShardDescriptor descriptor() {
        return replicas().stream()
                .map(ReplicaStatus::descriptor)
                .max((a, b) -> Long.compare(a.epoch(), b.epoch()))
                .orElseThrow(() -> new IllegalArgumentException("no replica is up"));
    }

    TableId table() {
        return descriptor().table();
    }

    ReplicaId replicaOn(String name) {
        return descriptor()
                .replicaOn(setting.node(name).id())
                .orElseThrow(() -> new IllegalArgumentException("no replica on " + name));
    }

    /// The leader of the newest term.
    Optional<NodeId> leader() {
        return replicas().stream()
                .filter(r -> r.status().role().startsWith("L"))
                .max((a, b) -> Long.compare(a.status().term(), b.status().term()))
                .map(r -> r.address().node());
    }

    boolean awaitLeader() {
        return setting.world().passUntil(() -> leader().isPresent(), 30 * SECOND);
    }

    String leadership() {
        return leader().map(n -> n + " leads").orElse("nobody leads");
    }

    String where() {
        return String.join(
                " ", descriptor().members().stream().map(m -> m.node().toString()).toList());
    }

    List<String> members() {
        return List.of(descriptor().configuration().toString(), where());
    }

    List<String> status() {
        List<String> lines = new ArrayList<>();
        for (ReplicaStatus replica : replicas()) {
            String behind =
                    leader().isEmpty() ? "" : " behind=" + (commit() - replica.status().applied());
            lines.add(
                    replica.address().node()
                            + " "
                            + replica.status().role()
                            + behind
                            + (replica.failure().isEmpty() ? "" : " stopped"));
        }
        return lines;
    }

    private long commit() {
        return replicas().stream().mapToLong(r -> r.status().commit()).max().orElse(0);
    }

    String agree() {
        boolean level = setting.world().passUntil(this::allHaveAppliedAll, 20 * SECOND);
        return level ? "all hold the same" : "not all have caught up";
    }

    private boolean allHaveAppliedAll() {
        return replicas().stream().allMatch(r -> r.status().applied() == commit());
    }
}
