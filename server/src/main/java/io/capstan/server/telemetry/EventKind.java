package io.capstan.server.telemetry;

import java.lang.System.Logger.Level;

/// What a node's log tells of, each under a name that does not change. `docs/operations.md` has the
/// same list.
enum EventKind {
    NODE_READY("node.ready", Level.INFO, "the node has recovered and listens"),
    NODE_STOPS("node.stops", Level.INFO, "it was asked to end and hands over"),
    NODE_FAILED("node.failed", Level.ERROR, "its data path has stopped for good"),
    LEADER_ELECTED("leader.elected", Level.INFO, "a replica here leads its shard from now on"),
    LEADER_LOST("leader.lost", Level.INFO, "a replica here leads its shard no more"),
    MEMBER_SUSPECTED("member.suspected", Level.WARNING, "another node is silent"),
    MEMBER_DEAD("member.dead", Level.WARNING, "it has been silent for so long that groups act"),
    MEMBER_ALIVE("member.alive", Level.INFO, "it is heard again"),
    REPLICA_STOPPED("replica.stopped", Level.ERROR, "a replica here has stopped for good"),
    SNAPSHOT_INSTALLED("snapshot.installed", Level.INFO, "a replica here caught up by a snapshot"),
    FRAME_REFUSED("frame.refused", Level.WARNING, "bytes from outside were not believed"),
    CONNECTION_REFUSED(
            "connection.refused", Level.WARNING, "a connection from outside was refused or ended"),
    PEER_REFUSES("peer.refuses", Level.WARNING, "another node does not take what this one sends"),
    REQUEST_TRACED("request.traced", Level.INFO, "a traced request has its outcome");

    private final String word;
    private final Level level;
    private final String doc;

    EventKind(String word, Level level, String doc) {
        this.word = word;
        this.level = level;
        this.doc = doc;
    }

    /// As it stands in the log: `capstan.` and the word.
    String code() {
        return "capstan." + word;
    }

    String word() {
        return word;
    }

    Level level() {
        return level;
    }

    String doc() {
        return doc;
    }
}
