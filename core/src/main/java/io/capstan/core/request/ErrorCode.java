package io.capstan.core.request;

import java.util.Locale;

/// The errors that a user can meet. The number never changes its meaning. The text of each error is
/// made where it happens, because only there is known what happened to what.
public enum ErrorCode {
    NO_LEADER(1101, Retry.SAFE),
    NO_QUORUM(1102, Retry.SAFE),
    OVERLOADED(1103, Retry.SAFE),
    SHARD_MOVED(1104, Retry.SAFE),
    DISK_STALLED(1105, Retry.SAFE),
    DISK_FULL(1106, Retry.AFTER_CHECK),
    REPLICA_FAILED(1107, Retry.SAFE),
    EXPIRED(1108, Retry.NEVER),
    FORGOTTEN(1109, Retry.NEVER),
    NODE_STOPS(1110, Retry.SAFE),
    LEVEL_UNPROVEN(1201, Retry.SAFE),
    LEVEL_UNAVAILABLE(1202, Retry.NEVER),
    BELOW_FLOOR(1203, Retry.NEVER),
    UNKNOWN_TABLE(1301, Retry.NEVER),
    TABLE_EXISTS(1302, Retry.NEVER),
    IMPOSSIBLE_POLICY(1303, Retry.NEVER),
    NOT_ENOUGH_NODES(1304, Retry.AFTER_CHECK),
    SYSTEM_TABLE(1305, Retry.NEVER),
    KEY_TOO_LARGE(1401, Retry.NEVER),
    VALUE_TOO_LARGE(1402, Retry.NEVER),
    SEVERAL_SHARDS(1403, Retry.NEVER),
    TOO_MANY_PARTS(1404, Retry.NEVER),
    MALFORMED(1405, Retry.NEVER),
    MEMBER_CHANGE_REFUSED(1501, Retry.AFTER_CHECK),
    TRANSFER_REFUSED(1502, Retry.AFTER_CHECK),
    NOT_OF_THIS_CLUSTER(1601, Retry.NEVER),
    INCOMPATIBLE_VERSION(1602, Retry.NEVER);

    /// Whether the same request may be sent again.
    public enum Retry {
        /// Yes, as it is.
        SAFE,
        /// Once the cause is gone.
        AFTER_CHECK,
        /// It will be refused again.
        NEVER
    }

    private final int number;
    private final Retry retry;

    ErrorCode(int number, Retry retry) {
        this.number = number;
        this.retry = retry;
    }

    public int number() {
        return number;
    }

    public Retry retry() {
        return retry;
    }

    /// `CAP-1102`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "CAP-%04d", number);
    }
}
