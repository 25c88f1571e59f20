package io.capstan.core.wire;

import io.capstan.core.consistency.Consistency;
import java.time.Duration;

/// A level in one byte, with its bound where it has one.
public enum ConsistencyCodec implements Codec<Consistency> {
    INSTANCE;

    private static final int LINEARIZABLE = 1;
    private static final int BOUNDED = 2;
    private static final int CAUSAL = 3;
    private static final int READ_YOUR_WRITES = 4;
    private static final int MONOTONIC_READS = 5;
    private static final int EVENTUAL = 6;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    @Override
    public void write(Consistency value, WireWriter out) {
        switch (value) {
            case Consistency.Linearizable() -> out.u8(LINEARIZABLE);
            case Consistency.Bounded(Duration staleness) ->
                    out.u8(BOUNDED).varint(staleness.getSeconds()).varint(staleness.getNano());
            case Consistency.Causal() -> out.u8(CAUSAL);
            case Consistency.ReadYourWrites() -> out.u8(READ_YOUR_WRITES);
            case Consistency.MonotonicReads() -> out.u8(MONOTONIC_READS);
            case Consistency.Eventual() -> out.u8(EVENTUAL);
        }
    }

    @Override
    public Consistency read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case LINEARIZABLE -> Consistency.LINEARIZABLE;
            case BOUNDED -> new Consistency.Bounded(duration(in));
            case CAUSAL -> Consistency.CAUSAL;
            case READ_YOUR_WRITES -> Consistency.READ_YOUR_WRITES;
            case MONOTONIC_READS -> Consistency.MONOTONIC_READS;
            case EVENTUAL -> Consistency.EVENTUAL;
            default -> throw new Malformed("no level has kind " + kind);
        };
    }

    private static Duration duration(WireReader in) {
        long seconds = in.varint();
        long nanos = in.varint();
        if (nanos >= NANOS_PER_SECOND) throw new Malformed("a second has no " + nanos + " ns");
        if (seconds >= Consistency.Bounded.MAX_STALENESS.toSeconds())
            throw new Malformed("a staleness of " + seconds + " s");
        return Duration.ofSeconds(seconds, nanos);
    }
}
