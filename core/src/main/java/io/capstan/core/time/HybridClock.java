package io.capstan.core.time;

/// A node's one hybrid clock: never behind its own earlier readings, nor behind any time it has
/// been told of.
///
/// Invariants
/// 1. Readings of [#tick] strictly increase.
/// 2. After [#observe] of a time t, every reading is greater than t.
/// 3. The clock is ahead of the wall by at most the largest accepted lead: a time further ahead
///    than `maxLeadMillis` is refused by [#observe], so that one broken clock cannot drag the
///    cluster into the future.
///
/// Kulkarni et al. (2014), figure 5.
public final class HybridClock {
    private final long maxLeadMillis;
    private HybridTime last = HybridTime.ZERO;

    /// `maxLeadMillis`: how far ahead of our own wall clock a received time may be, in
    /// milliseconds.
    public HybridClock(long maxLeadMillis) {
        this.maxLeadMillis = maxLeadMillis;
    }

    /// A new reading, given the wall clock's milliseconds.
    public HybridTime tick(long wallMillis) {
        last = HybridTime.max(HybridTime.ofMillis(wallMillis), last.next());
        return last;
    }

    /// The newest reading, without a new event.
    public HybridTime last() {
        return last;
    }

    /// Takes a received time in. Returns false, and changes nothing, where it is too far ahead of
    /// the wall to be believed.
    public boolean observe(HybridTime received, long wallMillis) {
        if (received.millis() > wallMillis + maxLeadMillis) return false;
        last = HybridTime.max(last, received);
        return true;
    }
}
