package io.capstan.core.wire;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;

/// What became of a request.
public enum OutcomeCodec implements Codec<Outcome> {
    INSTANCE;

    private static final int DONE = 1;
    private static final int REFUSED = 2;
    private static final int REDIRECTED = 3;
    private static final int UNKNOWN = 4;

    @Override
    public void write(Outcome value, WireWriter out) {
        switch (value) {
            case Outcome.Done done -> {
                out.u8(DONE).i64(done.shard().value()).varint(done.index());
                TimeCodec.INSTANCE.write(done.stamp(), out);
                ResultCodec.INSTANCE.write(done.result(), out);
            }
            case Outcome.Refused refused ->
                    out.u8(REFUSED).varint(refused.code().number()).text(refused.message());
            case Outcome.Redirected redirected ->
                    out.u8(REDIRECTED)
                            .i64(redirected.shard().value())
                            .i64(redirected.leader().value())
                            .varint(redirected.epoch());
            case Outcome.Unknown unknown -> out.u8(UNKNOWN).text(unknown.reason());
        }
    }

    @Override
    public Outcome read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case DONE -> done(in);
            case REFUSED -> new Outcome.Refused(code(in.number()), in.text());
            case REDIRECTED ->
                    new Outcome.Redirected(
                            new ShardId(in.i64()), new NodeId(in.i64()), in.varint());
            case UNKNOWN -> new Outcome.Unknown(in.text());
            default -> throw new Malformed("no outcome has kind " + kind);
        };
    }

    private static Outcome done(WireReader in) {
        var shard = new ShardId(in.i64());
        long index = in.varint();
        var stamp = TimeCodec.INSTANCE.read(in);
        return new Outcome.Done(ResultCodec.INSTANCE.read(in), shard, index, stamp);
    }

    private static ErrorCode code(int number) {
        for (ErrorCode code : ErrorCode.values()) if (code.number() == number) return code;
        throw new Malformed("no error has number " + number);
    }
}
