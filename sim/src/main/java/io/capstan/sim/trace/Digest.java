package io.capstan.sim.trace;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Pressure;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Position;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.RequestId;

/// Small numbers for what happened, the same in every JVM: nothing here rests on the hash of an
/// object without a hash of its own, such as an enum's.
public final class Digest {
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private Digest() {}

    public static long of(Bytes bytes) {
        long hash = bytes.length() * PRIME;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length(); at += Long.BYTES)
            hash = join(hash, bytes.longAt(at));
        long tail = 0;
        for (; at < bytes.length(); at++) tail = (tail << Byte.SIZE) | (bytes.at(at) & 0xff);
        return join(hash, tail);
    }

    public static long join(long hash, long next) {
        long mixed = (hash ^ next) * PRIME;
        return mixed ^ (mixed >>> 29);
    }

    /// A received message stands for its kind alone: its bytes were hashed with the frame.
    public static long of(Input<?> input) {
        return switch (input) {
            case Input.Received<?>(var from, var message) ->
                    join(from.node().value(), of(message.getClass()));
            case Input.Requested<?>(var request) -> join(1, of(request.id()));
            case Input.Answered<?>(var id, var outcome) -> join(of(id), of(outcome));
            case Input.TimerFired<?>(var timer) -> timer.toString().hashCode();
            case Input.Persisted<?>(long ticket) -> ticket;
            case Input.Applied<?>(var upTo) -> of(upTo);
            case Input.Fetched<?>(long ticket, var answer) -> join(ticket, of(answer));
            case Input.PeerChanged<?>(var node, var liveness) -> join(node.value(), of(liveness));
            case Input.DescriptorChanged<?>(var descriptor) ->
                    join(descriptor.shard().value(), descriptor.epoch());
            case Input.PressureChanged<?>(var pressure) -> of(pressure);
        };
    }

    /// The number of an input's kind.
    public static int kind(Input<?> input) {
        return switch (input) {
            case Input.Received<?> _ -> 1;
            case Input.Requested<?> _ -> 2;
            case Input.Answered<?> _ -> 3;
            case Input.TimerFired<?> _ -> 4;
            case Input.Persisted<?> _ -> 5;
            case Input.Applied<?> _ -> 6;
            case Input.Fetched<?> _ -> 7;
            case Input.PeerChanged<?> _ -> 8;
            case Input.DescriptorChanged<?> _ -> 9;
            case Input.PressureChanged<?> _ -> 10;
        };
    }

    public static long of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> join(join(1, done.index()), done.stamp().value());
            case Outcome.Refused refused -> join(2, refused.code().number());
            case Outcome.Redirected to -> join(3, to.leader().value());
            case Outcome.Unknown _ -> 4;
        };
    }

    private static long of(RequestId id) {
        return join(id.client().value(), id.number());
    }

    private static long of(Position position) {
        return switch (position) {
            case Position.Index(long value) -> value;
        };
    }

    private static long of(Answer answer) {
        return switch (answer) {
            case Answer.Entries(var entries) -> join(1, entries.size());
            case Answer.Chunk(var chunk) -> join(join(2, chunk.number()), of(chunk.data()));
            case Answer.Digest(long index, long digest) -> join(join(3, index), digest);
            case Answer.Missing _ -> 4;
        };
    }

    private static long of(Class<?> type) {
        return type.getName().hashCode();
    }

    private static long of(Liveness liveness) {
        return switch (liveness) {
            case ALIVE -> 1;
            case SUSPECTED -> 2;
            case DEAD -> 3;
        };
    }

    private static long of(Pressure pressure) {
        long level =
                switch (pressure.level()) {
                    case WELL -> 1;
                    case STALLED -> 2;
                    case FULL -> 3;
                };
        return switch (pressure.resource()) {
            case DISK -> level;
            case STORE -> 10 + level;
            case NETWORK -> 20 + level;
            case NODE -> 30 + level;
        };
    }
}
