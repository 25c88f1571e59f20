package io.capstan.cli.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is wrong in a cluster and what to do about it, and what it could still lose.
///
/// - `problems`: a sentence each, empty where all is well.
/// - `margin`: how many nodes may fail next; the shard with the fewest voters to spare decides.
record Condition(List<String> problems, String margin) {
    static Condition of(ClusterReport report) {
        List<String> problems = new ArrayList<>();
        for (ClusterReport.Node node : report.nodes()) {
            if (!node.isAlive()) problems.add(silent(node));
            node.lost().forEach(lost -> problems.add(lost(node, lost)));
            for (NodeReport.ReplicaReport replica : node.replicaReports())
                if (!replica.failure().isEmpty() && !isLost(node, replica))
                    problems.add(failed(node, replica));
        }
        for (ShardReport shard : report.shards())
            if (shard.leader().equals("none")) problems.add(leaderless(shard));
        return new Condition(problems, margin(report));
    }

    private static String silent(ClusterReport.Node node) {
        return node.name()
                + " is "
                + node.state()
                + ": start it again; if its disk is lost: "
                + replace(node);
    }

    private static String lost(ClusterReport.Node node, NodeReport.LostReport lost) {
        return "s"
                + lost.shard()
                + " on "
                + node.name()
                + " is shut: "
                + lost.why()
                + ": "
                + node.name()
                + " has another put in its place by itself; if it does not come to that: "
                + replace(node);
    }

    private static boolean isLost(ClusterReport.Node node, NodeReport.ReplicaReport replica) {
        return node.lost().stream().anyMatch(lost -> lost.shard() == replica.shard());
    }

    private static String failed(ClusterReport.Node node, NodeReport.ReplicaReport replica) {
        return "s"
                + replica.shard()
                + " on "
                + node.name()
                + " has stopped: "
                + replica.failure()
                + ": start "
                + node.name()
                + " again; if it stops again: "
                + replace(node);
    }

    private static String replace(ClusterReport.Node node) {
        return "capstan node replace " + node.name() + " --with NEW";
    }

    private static String leaderless(ShardReport shard) {
        return "s"
                + shard.id()
                + " has no leader: "
                + shard.working()
                + " of its replicas answer, and a majority is needed";
    }

    private static String margin(ClusterReport report) {
        Optional<ShardReport> weakest =
                report.shards().stream().min(Comparator.comparingLong(ShardReport::spare));
        if (weakest.isEmpty()) return "nobody says what could fail next";
        ShardReport shard = weakest.get();
        if (shard.spare() < 0) return "s" + shard.id() + " has lost its majority";
        if (shard.spare() == 0)
            return "no other node may fail: s"
                    + shard.id()
                    + " has "
                    + shard.working()
                    + " of "
                    + shard.voters()
                    + " voters left and would lose its majority";
        return "any "
                + (shard.spare() == 1 ? "node" : shard.spare() + " nodes")
                + " may fail next, and every shard goes on";
    }
}
