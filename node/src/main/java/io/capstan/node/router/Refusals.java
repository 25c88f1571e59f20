package io.capstan.node.router;

import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;

/// What the router makes of refusals.
final class Refusals {
    private Refusals() {}

    /// Whether another replica, or the same a little later, may do what one refused.
    static boolean mayGoElsewhere(ErrorCode code) {
        return switch (code) {
            case NO_LEADER,
                    NO_QUORUM,
                    REPLICA_FAILED,
                    NODE_STOPS,
                    NODE_REMOVED,
                    SHARD_MOVED,
                    DISK_STALLED,
                    LEVEL_UNPROVEN ->
                    true;
            case OVERLOADED,
                    DISK_FULL,
                    EXPIRED,
                    FORGOTTEN,
                    LEVEL_UNAVAILABLE,
                    BELOW_FLOOR,
                    UNKNOWN_TABLE,
                    TABLE_EXISTS,
                    IMPOSSIBLE_POLICY,
                    SYSTEM_TABLE,
                    NOT_ENOUGH_NODES,
                    UNKNOWN_NODE,
                    NODE_BUSY,
                    NODE_UNFIT,
                    KEY_TOO_LARGE,
                    VALUE_TOO_LARGE,
                    SEVERAL_SHARDS,
                    TOO_MANY_PARTS,
                    MALFORMED,
                    MEMBER_CHANGE_REFUSED,
                    TRANSFER_REFUSED,
                    NOT_OF_THIS_CLUSTER,
                    INCOMPATIBLE_VERSION,
                    TOO_SLOW,
                    NO_SUCH_PAGE,
                    WRONG_METHOD,
                    NOT_READY,
                    NOT_SAFE_TO_STOP,
                    NODE_SILENT ->
                    false;
        };
    }

    /// A refusal is told only where it is the whole truth.
    static Outcome told(Pending each, Outcome.Refused refused) {
        if (!each.mayHaveTakenEffect() || !ofTheMoment(refused.code())) return refused;
        return new Outcome.Unknown(
                "an attempt at "
                        + each.asked
                        + " may have taken effect; the last answer was: "
                        + refused.message());
    }

    /// What a request is told whose time is over.
    static Outcome late(Pending each) {
        if (each.lastRefusal != null) return told(each, each.lastRefusal);
        return told(
                each,
                new Outcome.Refused(
                        ErrorCode.NO_LEADER,
                        "no replica of "
                                + (each.shard == null ? "its shard" : each.shard.shard())
                                + " answered in time, asked "
                                + each.asked
                                + "; try again"));
    }

    /// Whether the refusal came of the moment (the 11xx codes), not of what was asked: what was
    /// asked wrongly cannot have taken effect in any attempt.
    private static boolean ofTheMoment(ErrorCode code) {
        return code.number() / 100 == 11;
    }
}
