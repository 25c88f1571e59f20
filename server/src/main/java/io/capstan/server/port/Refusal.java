package io.capstan.server.port;

import io.capstan.core.request.ErrorCode;
import java.util.Locale;

/// Why a connection from outside was refused or ended by this node. Each is counted under its
/// [#word] and told to the other side with its [#code], where the protocol still allows.
public enum Refusal {
    /// As many are open as the port has room for.
    CROWDED(ErrorCode.OVERLOADED),
    /// It did not say in time what it wants.
    SILENT(ErrorCode.TOO_SLOW),
    /// It began a message and did not end it in time.
    SLOW(ErrorCode.TOO_SLOW),
    /// It did not take its answers.
    DEAF(ErrorCode.TOO_SLOW),
    /// Unfinished messages of all connections hold as many bytes as they may.
    UNFINISHED(ErrorCode.OVERLOADED),
    /// What it sent is nothing that this port takes.
    MALFORMED(ErrorCode.MALFORMED),
    /// What it sent is larger than this port takes.
    OVERSIZE(ErrorCode.VALUE_TOO_LARGE),
    /// It speaks another version.
    VERSION(ErrorCode.INCOMPATIBLE_VERSION);

    private final ErrorCode code;

    Refusal(ErrorCode code) {
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /// As it stands in figures.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
