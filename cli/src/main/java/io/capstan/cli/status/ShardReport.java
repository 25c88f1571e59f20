package io.capstan.cli.status;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One shard as its replicas see it, by the name of the node that holds each.
record ShardReport(long id, long table, TreeMap<String, NodeReport.ReplicaReport> replicas) {
    /// `none` where nobody says that it leads.
    String leader() {
        return replicas.entrySet().stream()
                .filter(r -> r.getValue().leads())
                .max(Map.Entry.comparingByValue((a, b) -> Long.compare(a.term(), b.term())))
                .map(Map.Entry::getKey)
                .orElse("none");
    }

    long term() {
        return replicas.values().stream().mapToLong(NodeReport.ReplicaReport::term).max().orElse(0);
    }

    /// How many voters it has, by the newest of its replicas that says so.
    long voters() {
        return replicas.values().stream()
                .max(Comparator.comparingLong(NodeReport.ReplicaReport::applied))
                .map(NodeReport.ReplicaReport::voters)
                .orElse(0L);
    }

    /// Voters that answer and work.
    long working() {
        return replicas.values().stream().filter(NodeReport.ReplicaReport::works).count();
    }

    /// How many more of them may fail before the majority is lost; negative where it is.
    long spare() {
        return working() - (voters() / 2 + 1);
    }

    String applied() {
        return replicas.entrySet().stream()
                .map(r -> r.getKey() + ":" + said(r.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String said(NodeReport.ReplicaReport replica) {
        return replica.failure().isEmpty() ? Long.toString(replica.applied()) : "failed";
    }
}
