package io.capstan.core.quorum;

/// Where a vote stands: enough yes, too many no, or neither yet.
public enum VoteResult {
    WON,
    LOST,
    PENDING
}
