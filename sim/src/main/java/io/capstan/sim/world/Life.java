package io.capstan.sim.world;

import io.capstan.node.host.Host;
import io.capstan.sim.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/// One run of a node's process, from start to death. What is scheduled for it is void once it is
/// dead.
///
/// A strike waits for the host's next calls into its ports: after so many of them it hits, in the
/// middle of a turn, between two effects.
final class Life {
    private static final int MAX_TIMERS_AT_ONCE = 1_000;

    private boolean alive = true;
    private long lastTimer = -1;
    private int timersAtOnce;
    private boolean inTurn;
    private int callsLeft;
    private @Nullable Runnable strike;
    private @Nullable Runnable atSync;
    boolean turnScheduled;
    long timerAt = Long.MAX_VALUE;
    @Nullable Host host;
    @Nullable FaultKind pausedBy;

    boolean isAlive() {
        return alive;
    }

    void end() {
        alive = false;
        strike = null;
        atSync = null;
    }

    boolean isInTurn() {
        return inTurn;
    }

    /// Lets `strike` hit at the `calls`-th call from now on.
    void arm(int calls, Runnable strike) {
        this.callsLeft = calls;
        this.strike = strike;
    }

    /// Lets `strike` hit at the next call after a sync has begun: with writes under way.
    void armAtNextSync(Runnable strike) {
        this.atSync = strike;
    }

    void syncBegun() {
        if (atSync == null) return;
        arm(1, atSync);
        atSync = null;
    }

    /// Whether a timer has fired at this one time so often that the host must be turning for
    /// nothing.
    boolean spins(long at) {
        timersAtOnce = at == lastTimer ? timersAtOnce + 1 : 0;
        lastTimer = at;
        return timersAtOnce > MAX_TIMERS_AT_ONCE;
    }

    /// Every effect passes here, and every reading of the clock. Throws [Died] where the process is
    /// dead; otherwise returns, perhaps much later.
    void gate() {
        if (strike != null && --callsLeft <= 0) {
            Runnable hits = strike;
            strike = null;
            hits.run();
        }
        if (!alive) throw new Died();
    }

    /// Runs a part of the host's work; false where the process died of it.
    boolean live(Runnable work) {
        inTurn = true;
        try {
            work.run();
        } catch (Died death) {
            return false;
        } finally {
            inTurn = false;
        }
        return alive;
    }
}
