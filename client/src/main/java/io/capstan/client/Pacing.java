package io.capstan.client;

import io.capstan.core.random.Randomness;
import java.time.Duration;
import java.util.TreeSet;

/// When each call is looked at again: how long an attempt waits for its answer, how long a pause
/// lasts, and whose time comes next.
///
/// Invariant: a call has one due time at most, never past its deadline nor past its level's share
/// of the time.
final class Pacing {
    private record Due(long nanos, long ticket) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(ticket, other.ticket);
        }
    }

    private final ClientOptions options;
    private final Randomness random;
    private final TreeSet<Due> timers = new TreeSet<>();

    Pacing(ClientOptions options, Randomness random) {
        this.options = options;
        this.random = random;
    }

    /// When the next call is due; `Long.MAX_VALUE`: none.
    long nextNanos() {
        return timers.isEmpty() ? Long.MAX_VALUE : timers.first().nanos;
    }

    /// The ticket of the call that is due next.
    long nextTicket() {
        return timers.first().ticket;
    }

    /// The call waits for its turn, until its deadline.
    void wait(Call call) {
        arm(call, call.deadlineNanos);
    }

    /// The call is asked at its level for the first time: where a weaker one is left, this one has
    /// half of the time that remains.
    void share(Call call, long now) {
        if (call.hasFallback()) call.levelUntilNanos = now + (call.deadlineNanos - now) / 2;
    }

    /// An attempt was sent. The more of them, the longer each may take; but an attempt at a
    /// fallback has no more than half of what is left, so that another contact is asked in time
    /// where this one is silent.
    void attempt(Call call, long now) {
        long patience =
                doubled(options.attemptTimeout(), call.tries, options.attemptTimeoutLimit());
        if (call.fellBack())
            patience =
                    Math.min(
                            patience,
                            Math.max(options.backOff().toNanos(), (call.deadlineNanos - now) / 2));
        arm(call, now + jittered(patience));
    }

    /// What was asked did not help; it is asked again after a pause.
    void pause(Call call, long now) {
        long pause = doubled(options.backOff(), call.pauses, options.backOffLimit());
        arm(call, now + jittered(pause));
    }

    void finish(Call call) {
        timers.remove(new Due(call.dueNanos, call.ticket));
    }

    /// `first`, doubled so many times, but at most `limit`; in nanoseconds.
    private static long doubled(Duration first, int times, Duration limit) {
        return Math.min(limit.toNanos(), first.toNanos() << Math.min(times, 16));
    }

    /// Between half of it and all of it, so that clients that failed together do not come back
    /// together.
    private long jittered(long nanos) {
        return random.between(nanos / 2, nanos);
    }

    private void arm(Call call, long nanos) {
        timers.remove(new Due(call.dueNanos, call.ticket));
        call.dueNanos = Math.min(nanos, Math.min(call.levelUntilNanos, call.deadlineNanos));
        timers.add(new Due(call.dueNanos, call.ticket));
    }
}
