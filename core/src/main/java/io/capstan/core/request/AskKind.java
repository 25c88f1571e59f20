package io.capstan.core.request;

import java.util.Locale;

/// What sort of request it is, for figures and traces: few, and fixed.
public enum AskKind {
    /// Puts and deletes without a condition.
    WRITE,
    /// A change under a condition: compare and set.
    CAS,
    GET,
    SCAN,
    DIGEST,
    /// A deed of a shard, or of the cluster: tables, members, leaders.
    ADMINISTER;

    public static AskKind of(Ask ask) {
        return switch (ask) {
            case Command.Operation operation -> operation.conditions().isEmpty() ? WRITE : CAS;
            case Command.Effects _ -> WRITE;
            case Query.Get _ -> GET;
            case Query.Scan _ -> SCAN;
            case Query.Digest _ -> DIGEST;
            case Administer _ -> ADMINISTER;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
