package io.capstan.core.trace;

/// A place in a protocol that a test campaign must reach: a row of its transition table, a named
/// bound, a subtle branch.
///
/// Each protocol declares its marks as an enum; the simulator fails a campaign in which one is
/// never reached.
public interface CoverageMark {
    /// As in an enum: `LEASE_VOIDED_BY_TRANSFER`.
    String name();
}
