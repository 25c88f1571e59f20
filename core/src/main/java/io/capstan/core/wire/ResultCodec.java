package io.capstan.core.wire;

import io.capstan.core.request.Result;

/// What the state machine answers.
public enum ResultCodec implements Codec<Result> {
    INSTANCE;

    private static final int WRITTEN = 1;
    private static final int CONDITION_FAILED = 2;
    private static final int ROWS = 3;
    private static final int ADMINISTERED = 4;
    private static final int DIGESTED = 5;

    @Override
    public void write(Result value, WireWriter out) {
        switch (value) {
            case Result.Written() -> out.u8(WRITTEN);
            case Result.ConditionFailed failed -> {
                out.u8(CONDITION_FAILED).bytes(failed.key());
                Lists.write(failed.actual(), RowCodec.INSTANCE, out);
            }
            case Result.Rows rows -> {
                out.u8(ROWS);
                Lists.write(rows.rows(), RowCodec.INSTANCE, out);
                out.bytes(rows.more());
                PositionsCodec.INSTANCE.write(rows.passed(), out);
            }
            case Result.Digested digested ->
                    out.u8(DIGESTED)
                            .varint(digested.rows())
                            .bytes(digested.hash())
                            .bytes(digested.more());
            case Result.Administered(long epoch) -> out.u8(ADMINISTERED).varint(epoch);
        }
    }

    @Override
    public Result read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case WRITTEN -> Result.WRITTEN;
            case CONDITION_FAILED ->
                    new Result.ConditionFailed(in.bytes(), Lists.read(in, RowCodec.INSTANCE));
            case ROWS ->
                    new Result.Rows(
                            Lists.read(in, RowCodec.INSTANCE),
                            in.bytes(),
                            PositionsCodec.INSTANCE.read(in));
            case ADMINISTERED -> new Result.Administered(in.varint());
            case DIGESTED -> new Result.Digested(in.varint(), in.bytes(), in.bytes());
            default -> throw new Malformed("no result has kind " + kind);
        };
    }
}
