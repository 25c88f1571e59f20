package io.capstan.server.telemetry;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.request.AskKind;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Clients' requests: how many of what sort with what outcome, and how long they took. Of the
/// host's thread alone; each meter is made when it is first needed and found without a search.
final class RequestMeters {
    /// From 100 µs to 10 s; what takes longer is in the last bucket.
    static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private static final String[] LEVELS = {
        "none",
        "linearizable",
        "bounded",
        "causal",
        "read_your_writes",
        "monotonic_reads",
        "eventual"
    };
    private static final String[] OUTCOMES = {"done", "refused", "unknown"};

    private final MeterRegistry registry;
    private final Map<AskKind, @Nullable Timer[]> timers = new EnumMap<>(AskKind.class);
    private final Map<ErrorCode, Counter> rejected = new EnumMap<>(ErrorCode.class);

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
        for (AskKind kind : AskKind.values())
            timers.put(kind, new @Nullable Timer[LEVELS.length * OUTCOMES.length]);
    }

    void answered(Request request, Outcome outcome, long tookNanos) {
        AskKind kind = AskKind.of(request.ask());
        timer(kind, level(request), outcome(outcome))
                .record(Math.max(0, tookNanos), TimeUnit.NANOSECONDS);
        if (outcome instanceof Outcome.Refused refused) rejected(refused.code()).increment();
    }

    private Timer timer(AskKind kind, int level, int outcome) {
        @Nullable Timer[] ofKind = Objects.requireNonNull(timers.get(kind));
        int at = level * OUTCOMES.length + outcome;
        Timer known = ofKind[at];
        if (known != null) return known;
        Timer made =
                Timer.builder(Metric.REQUEST_DURATION.key())
                        .description(Metric.REQUEST_DURATION.doc())
                        .tag("operation", kind.word())
                        .tag("consistency", LEVELS[level])
                        .tag("outcome", OUTCOMES[outcome])
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry);
        ofKind[at] = made;
        return made;
    }

    private Counter rejected(ErrorCode code) {
        return rejected.computeIfAbsent(
                code,
                reason ->
                        Counter.builder(Metric.REQUEST_REJECTED.key())
                                .description(Metric.REQUEST_REJECTED.doc())
                                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                                .register(registry));
    }

    /// Commands and deeds are always carried out in the one order of their shard; a digest is of
    /// one replica.
    private static int level(Request request) {
        if (!(request.ask() instanceof Query) || request.ask() instanceof Query.Digest) return 0;
        return switch (request.level()) {
            case Consistency.Linearizable _ -> 1;
            case Consistency.Bounded _ -> 2;
            case Consistency.Causal _ -> 3;
            case Consistency.ReadYourWrites _ -> 4;
            case Consistency.MonotonicReads _ -> 5;
            case Consistency.Eventual _ -> 6;
        };
    }

    /// A redirect never leaves a router: who followed it to its end knows no outcome.
    private static int outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> 0;
            case Outcome.Refused _ -> 1;
            case Outcome.Unknown _, Outcome.Redirected _ -> 2;
        };
    }
}
