package io.capstan.client.net;

import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import java.util.Optional;

/// A request that did not succeed. `isUnknown`: it may or may not have taken effect; else it
/// certainly has not. The message is for people.
public final class CapstanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<ErrorCode> code;

    private CapstanException(String message, Optional<ErrorCode> code) {
        super(message, null, true, false);
        this.code = code;
    }

    static CapstanException of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused ->
                    new CapstanException(
                            refused.code() + ": " + refused.message(), Optional.of(refused.code()));
            case Outcome.Unknown unknown ->
                    new CapstanException("outcome unknown: " + unknown.reason(), Optional.empty());
            case Outcome.Redirected redirected ->
                    new CapstanException("redirected without end: " + redirected, Optional.empty());
            case Outcome.Done done ->
                    new CapstanException(
                            "an answer of an unexpected form: " + done, Optional.empty());
        };
    }

    static CapstanException refused(ErrorCode code, String message) {
        return of(new Outcome.Refused(code, message));
    }

    /// Empty: unknown.
    public Optional<ErrorCode> code() {
        return code;
    }

    public boolean isUnknown() {
        return code.isEmpty();
    }
}
