package io.capstan.client;

import io.capstan.core.request.Administer;
import io.capstan.core.request.Command;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;

/// What a client may truthfully say of a request that did not succeed.
///
/// An answer speaks for one attempt. A command that was sent more than once may have taken effect
/// through another attempt, so "refused" stands only where it holds for every attempt; else the
/// truth is "unknown".
final class Verdict {
    private Verdict() {}

    /// The call was refused in a way that asking again would not change.
    static Outcome refused(Call call, Outcome.Refused refusal) {
        if (call.ask() instanceof Query)
            return new Outcome.Refused(refusal.code(), refusal.message() + before(call));
        if (isInherent(refusal.code())) return refusal;
        if (call.attempts == 1 && !speaksOfTheRecord(refusal.code())) return refusal;
        return new Outcome.Unknown(
                "an attempt was refused ("
                        + refusal.message()
                        + "), but another one may have taken effect");
    }

    /// The deadline passed without an answer.
    static Outcome late(Call call) {
        if (!call.wasSent())
            return new Outcome.Refused(
                    ErrorCode.EXPIRED,
                    "the request waited for its turn until its deadline and was never sent; retry"
                            + " with a longer deadline or fewer requests in flight");
        String last =
                call.lastRefusal
                        .map(r -> "; last refusal: " + r.message())
                        .orElse("; check that the nodes asked are running and within reach");
        String what =
                "no answer within the deadline after "
                        + call.attempts
                        + " attempts"
                        + (call.fellBack() ? " at " + call.levels : "")
                        + last;
        return switch (call.ask()) {
            case Query _ ->
                    new Outcome.Refused(
                            call.lastRefusal.map(Outcome.Refused::code).orElse(ErrorCode.NO_QUORUM),
                            what);
            case Command _ -> new Outcome.Unknown(what);
            case Administer _ -> new Outcome.Unknown(what);
        };
    }

    /// Where a fallback was refused: why it was asked at all.
    private static String before(Call call) {
        if (!call.fellBack()) return "";
        return " (asked at "
                + call.level()
                + " because "
                + call.levels.first()
                + " was not to be had"
                + call.lastRefusal.map(r -> ": " + r.message()).orElse(" in half of the time")
                + ")";
    }

    /// Follows from the request's own bytes, so every attempt of it is refused.
    private static boolean isInherent(ErrorCode code) {
        return code == ErrorCode.KEY_TOO_LARGE
                || code == ErrorCode.VALUE_TOO_LARGE
                || code == ErrorCode.TOO_MANY_PARTS
                || code == ErrorCode.MALFORMED;
    }

    /// The shard no longer knows whether it carried the command out: a copy of the frame that the
    /// network made may have been applied before.
    private static boolean speaksOfTheRecord(ErrorCode code) {
        return code == ErrorCode.EXPIRED || code == ErrorCode.FORGOTTEN;
    }
}
