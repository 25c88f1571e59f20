package io.capstan.membership.liveness;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Liveness;

/// What is known of one peer.
///
/// Invariants: (incarnation, sequence) of the newest heartbeat heard only rises; `lastHeardNanos`
/// is never in the future.
final class Peer {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// Longer silences are told as this; it is far above every bound.
    private static final long HOUR_MILLIS = 3_600_000;

    private Liveness liveness = Liveness.ALIVE;
    private long incarnation;
    private long sequence;
    private long catalogVersion;
    private long lastHeardNanos;
    private long itsSilenceMillis;
    private long speakingSinceNanos;

    /// A peer is innocent at first: its silence counts from when we learned of it.
    Peer(long nowNanos) {
        lastHeardNanos = nowNanos;
        speakingSinceNanos = nowNanos;
    }

    /// Whether the heartbeat is newer than all heard before.
    boolean isNews(LivenessMessage.Heartbeat heartbeat) {
        return heartbeat.incarnation() > incarnation
                || (heartbeat.incarnation() == incarnation && heartbeat.sequence() > sequence);
    }

    void heard(LivenessMessage.Heartbeat heartbeat, long nowNanos) {
        Invariant.check(isNews(heartbeat), "%s is older than what was heard", heartbeat);
        incarnation = heartbeat.incarnation();
        sequence = heartbeat.sequence();
        catalogVersion = Math.max(catalogVersion, heartbeat.catalogVersion());
        lastHeardNanos = nowNanos;
        itsSilenceMillis = Math.min(heartbeat.silenceMillis(), HOUR_MILLIS);
    }

    /// Time that passed while this node was away counts neither as the peer's silence nor as ours.
    void forgive(long nanos, long nowNanos) {
        lastHeardNanos = Math.min(nowNanos, lastHeardNanos + nanos);
        speakingSinceNanos = nowNanos;
    }

    long silenceNanos(long nowNanos) {
        return nowNanos - lastHeardNanos;
    }

    /// How long we had spoken in vain when the peer last spoke: what it told, but no longer than we
    /// have been speaking without a break.
    long deafNanos(long nowNanos) {
        return Math.min(itsSilenceMillis * NANOS_PER_MILLI, nowNanos - speakingSinceNanos);
    }

    long incarnation() {
        return incarnation;
    }

    long catalogVersion() {
        return catalogVersion;
    }

    Liveness liveness() {
        return liveness;
    }

    void become(Liveness next) {
        liveness = next;
    }

    void checkInvariants(long nowNanos) {
        Invariant.check(
                lastHeardNanos <= nowNanos, "heard at %s, now is %s", lastHeardNanos, nowNanos);
        Invariant.check(
                speakingSinceNanos <= nowNanos,
                "spoke since %s, now is %s",
                speakingSinceNanos,
                nowNanos);
    }
}
