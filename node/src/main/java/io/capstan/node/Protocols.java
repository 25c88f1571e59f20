package io.capstan.node;

import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.replication.raft.RaftProtocol;
import java.util.List;
import java.util.Optional;

/// Every replication protocol that a table can choose, by the name in its policy. A new protocol is
/// one line here.
public final class Protocols {
    public static final List<ReplicationProtocol<?>> ALL = List.of(new RaftProtocol());

    private Protocols() {}

    public static Optional<ReplicationProtocol<?>> named(String name) {
        for (ReplicationProtocol<?> protocol : ALL)
            if (protocol.name().equals(name)) return Optional.of(protocol);
        return Optional.empty();
    }

    /// All names, ascending, for messages to people.
    public static List<String> names() {
        return ALL.stream().map(ReplicationProtocol::name).sorted().toList();
    }
}
