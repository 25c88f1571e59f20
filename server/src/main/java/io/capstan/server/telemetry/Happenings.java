package io.capstan.server.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A node's log of what happens to it. Of one kind at most [#MOST_AT_ONCE] lines are written in
/// [#WHILE_NANOS]; what is more is counted, and the next line of the kind says how many.
public final class Happenings {
    static final int MOST_AT_ONCE = 20;
    static final long WHILE_NANOS = 10_000_000_000L;

    /// How much of a kind has been told of late.
    private static final class Allowance {
        private long untilNanos = Long.MIN_VALUE;
        private int told;
        private int kept;
    }

    private final System.Logger log;
    private final Map<EventKind, Allowance> allowances = new EnumMap<>(EventKind.class);
    private final AtomicLong suppressed = new AtomicLong();

    Happenings(String node) {
        log = System.getLogger("capstan." + node);
    }

    void tell(Happening happening) {
        tell(happening, null);
    }

    void tell(Happening happening, @Nullable Throwable why) {
        Happening told = allowed(happening, System.nanoTime());
        if (told == null) return;
        // As a second parameter: a logger takes parameters or a failure, not both.
        if (why == null) log.log(told.kind().level(), "{0}", told);
        else log.log(told.kind().level(), "{0}", told, why);
    }

    private synchronized @Nullable Happening allowed(Happening happening, long nowNanos) {
        Allowance of = allowances.computeIfAbsent(happening.kind(), _ -> new Allowance());
        if (of.untilNanos <= nowNanos) {
            of.untilNanos = nowNanos + WHILE_NANOS;
            of.told = 0;
        }
        if (of.told++ >= MOST_AT_ONCE) {
            of.kept++;
            suppressed.incrementAndGet();
            return null;
        }
        Happening told = of.kept == 0 ? happening : happening.with("suppressed", of.kept);
        of.kept = 0;
        return told;
    }

    /// How many lines were not written.
    long suppressed() {
        return suppressed.get();
    }
}
