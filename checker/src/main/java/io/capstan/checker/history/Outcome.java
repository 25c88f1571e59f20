package io.capstan.checker.history;

import java.util.Locale;

/// What became of an operation.
public enum Outcome {
    /// Took effect between invocation and completion.
    OK,
    /// Never took effect.
    FAIL,
    /// Unknown, by `info` or because the history ends first: it may take effect at any time after
    /// its invocation, or never.
    INFO;

    /// The name in a history.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
