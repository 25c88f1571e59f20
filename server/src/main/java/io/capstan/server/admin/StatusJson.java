package io.capstan.server.admin;

import io.capstan.core.actor.Status;
import io.capstan.node.host.NodeStatus;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A node's status as one line of JSON.
final class StatusJson {
    private static final char FIRST_PRINTABLE = 0x20;

    private StatusJson() {}

    static String of(NodeStatus status) {
        return "{"
                + text("id", status.id().toString())
                + ","
                + text("name", status.name())
                + ","
                + text("cluster", status.cluster().toString())
                + ","
                + number("incarnation", status.incarnation())
                + ","
                + number("catalog_version", status.catalogVersion())
                + ","
                + text("stopped", status.stopped())
                + ","
                + list("replicas", status.replicas(), StatusJson::replica)
                + ","
                + list("lost", status.lost(), StatusJson::lost)
                + ","
                + list("peers", status.peers(), StatusJson::peer)
                + "}";
    }

    private static String replica(NodeStatus.ReplicaStatus replica) {
        Status status = replica.status();
        return "{"
                + number("shard", replica.address().shard().value())
                + ","
                + number("table", replica.descriptor().table().value())
                + ","
                + number("replica", replica.address().replica().value())
                + ","
                + number("epoch", replica.descriptor().epoch())
                + ","
                + number("voters", replica.descriptor().configuration().voters().size())
                + ","
                + text("role", status.role())
                + ","
                + number("term", status.term())
                + ","
                + number("commit", status.commit())
                + ","
                + number("applied", status.applied())
                + ","
                + number("last", status.last())
                + ","
                + text("leader", status.leader().toString())
                + ","
                + text("failure", replica.failure())
                + "}";
    }

    private static String lost(NodeStatus.LostReplica lost) {
        return "{" + number("shard", lost.shard().value()) + "," + text("why", lost.why()) + "}";
    }

    private static String peer(NodeStatus.PeerStatus peer) {
        return "{"
                + text("id", peer.id().toString())
                + ","
                + text("name", peer.name())
                + ","
                + text("address", peer.address())
                + ","
                + text("admin", peer.admin())
                + ","
                + text("liveness", peer.liveness().name().toLowerCase(java.util.Locale.ROOT))
                + "}";
    }

    private static <T> String list(String name, List<T> items, Function<T, String> form) {
        return quoted(name)
                + ":"
                + items.stream().map(form).collect(Collectors.joining(",", "[", "]"));
    }

    private static String text(String name, String value) {
        return quoted(name) + ":" + quoted(value);
    }

    private static String number(String name, long value) {
        return quoted(name) + ":" + value;
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < FIRST_PRINTABLE) out.append("\\u00").append(hex(c));
            else out.append(c);
        }
        return out.append('"').toString();
    }

    private static String hex(char c) {
        return Integer.toHexString(0x100 | c).substring(1);
    }
}
