package io.capstan.cli.doctor;

import io.capstan.server.config.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// This machine's two clocks side by side: the wall clock, which somebody may set, and the
/// monotonic one, which nobody can. From where it is made until it is asked they should go the same
/// way.
final class OwnClock {
    /// What adjusting a clock gently amounts to in the seconds that this takes.
    private static final Duration UNSEEN = Duration.ofMillis(10);

    private final Instant wall = Instant.now();
    private final long monotonicNanos = System.nanoTime();

    Finding finding(Site site) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - monotonicNanos);
        return judged(site, elapsed, Duration.between(wall, Instant.now()).minus(elapsed));
    }

    /// `ahead`: how far the wall clock got ahead of the monotonic one meanwhile.
    static Finding judged(Site site, Duration elapsed, Duration ahead) {
        String what =
                String.format(
                        Locale.ROOT,
                        "wall and monotonic clock part by %.1f ms in %.1f s",
                        ahead.toNanos() / 1e6,
                        elapsed.toNanos() / 1e9);
        String advice = "something sets this machine's clock; let chrony or ntpd slew it";
        if (ahead.abs().compareTo(site.clockError()) > 0)
            return Finding.fail("clock", what, advice);
        Duration drift = Duration.ofNanos((long) (elapsed.toNanos() * site.clockDrift()));
        Duration allowed = drift.compareTo(UNSEEN) > 0 ? drift : UNSEEN;
        return ahead.abs().compareTo(allowed) > 0
                ? Finding.warn("clock", what, advice)
                : Finding.pass("clock", what);
    }
}
