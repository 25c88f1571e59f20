package io.capstan.client;

import io.capstan.core.Invariant;
import java.time.Duration;

/// How a session paces itself.
///
/// - `maxInFlight`: requests sent and not yet answered, 1 to [#WINDOW]; more wait in order.
/// - `maxQueued`: requests that wait for room, from 0; one more is refused with `CAP-1103` and was
///   certainly never sent.
/// - `attemptTimeout`, `attemptTimeoutLimit`: how long the first attempt waits for an answer, and
///   the bound up to which that doubles with each attempt.
/// - `backOff`, `backOffLimit`: the pause after a first refusal that may be retried, and the bound
///   up to which that doubles. Each pause is drawn between half of it and all of it.
public record ClientOptions(
        int maxInFlight,
        int maxQueued,
        Duration attemptTimeout,
        Duration attemptTimeoutLimit,
        Duration backOff,
        Duration backOffLimit) {
    /// The most numbers between a client's lowest awaited request and its newest. A shard keeps the
    /// results of so many; a request further ahead waits until the lowest is settled.
    public static final int WINDOW = 256;

    public static final ClientOptions DEFAULT =
            new ClientOptions(
                    WINDOW,
                    65_536,
                    Duration.ofMillis(1_000),
                    Duration.ofMillis(8_000),
                    Duration.ofMillis(10),
                    Duration.ofMillis(1_000));

    public ClientOptions {
        Invariant.check(
                maxInFlight >= 1 && maxInFlight <= WINDOW, "%s requests in flight", maxInFlight);
        Invariant.check(maxQueued >= 0, "a queue for %s", maxQueued);
        Invariant.check(
                attemptTimeout.isPositive() && attemptTimeoutLimit.compareTo(attemptTimeout) >= 0,
                "attempts wait %s to %s",
                attemptTimeout,
                attemptTimeoutLimit);
        Invariant.check(
                backOff.isPositive() && backOffLimit.compareTo(backOff) >= 0,
                "pauses of %s to %s",
                backOff,
                backOffLimit);
    }

    /// The same, with so many requests in flight.
    public ClientOptions withMaxInFlight(int requests) {
        return new ClientOptions(
                requests, maxQueued, attemptTimeout, attemptTimeoutLimit, backOff, backOffLimit);
    }
}
