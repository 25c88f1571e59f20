package io.capstan.core.time;

/// The time of one turn, read after its inputs were taken in, so that a pause before the turn
/// cannot make an expired lease look valid.
///
/// - `monotonicNanos`: for timers, leases and detectors; never jumps, may drift by
///   `clock.max_drift`; its zero means nothing.
/// - `wall`: for bounds on staleness and for commit wait.
/// - `hybrid`: the node's one hybrid clock, past all input of this turn.
public record Now(long monotonicNanos, TimeInterval wall, HybridTime hybrid) {}
