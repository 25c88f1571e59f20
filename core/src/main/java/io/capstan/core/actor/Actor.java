package io.capstan.core.actor;

import io.capstan.core.time.Now;

/// A deterministic participant. One owner, one thread at a time. All it knows arrives as input, all
/// it does leaves through `out`.
///
/// A step does bounded work; more goes on through a timer of zero. Nothing in `out` calls back into
/// the actor.
public interface Actor<M extends Message> {
    void on(Now now, Input<M> input, Outbox<M> out);

    Status status();

    /// Cheap checks of what must hold between steps; throws [io.capstan.core.Invariant.Broken]. The
    /// simulator calls it after every step.
    void checkInvariants();
}
