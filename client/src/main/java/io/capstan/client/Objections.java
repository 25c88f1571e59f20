package io.capstan.client;

import io.capstan.core.consistency.Durations;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Limits;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import java.time.Duration;
import java.util.Optional;

/// What a session refuses by itself, before it sends anything: errands that say what cannot be.
final class Objections {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private Objections() {}

    /// Why the errand cannot be run; empty where it can.
    static Optional<Outcome.Refused> to(Errand errand) {
        Optional<Outcome.Refused> late = toDeadline(errand.deadline());
        if (late.isPresent()) return late;
        long bytes = Asks.bytes(errand.ask());
        if (bytes > ClientCore.MAX_ASK_BYTES)
            return refusal(
                    ErrorCode.VALUE_TOO_LARGE,
                    "a request of "
                            + bytes
                            + " bytes exceeds the limit of "
                            + ClientCore.MAX_ASK_BYTES
                            + "; split it");
        return toLevels(errand);
    }

    private static Optional<Outcome.Refused> toDeadline(Duration deadline) {
        if (deadline.compareTo(SHORTEST) >= 0 && deadline.compareTo(Limits.MAX_LIFE) <= 0)
            return Optional.empty();
        return refusal(
                ErrorCode.MALFORMED,
                "a request cannot have "
                        + (deadline.isNegative() ? "a negative time" : Durations.print(deadline))
                        + "; give it a deadline of "
                        + Durations.print(SHORTEST)
                        + " to "
                        + Durations.print(Limits.MAX_LIFE));
    }

    private static Optional<Outcome.Refused> toLevels(Errand errand) {
        if (errand.levels().size() > 1 && !(errand.ask() instanceof Query))
            return refusal(
                    ErrorCode.MALFORMED,
                    "a command has no level and so no fallback; give one to reads alone");
        return switch (LevelChoice.of(errand.levels())) {
            case Parsed.Value<LevelChoice> _ -> Optional.empty();
            case Parsed.Mistake<LevelChoice>(String message) ->
                    refusal(ErrorCode.MALFORMED, message);
        };
    }

    private static Optional<Outcome.Refused> refusal(ErrorCode code, String message) {
        return Optional.of(new Outcome.Refused(code, message));
    }
}
