package io.capstan.core.wire;

import io.capstan.core.request.Condition;

/// What must hold of a key.
public enum ConditionCodec implements Codec<Condition> {
    INSTANCE;

    private static final int EXISTS = 1;
    private static final int ABSENT = 2;
    private static final int VALUE_IS = 3;
    private static final int VERSION_IS = 4;

    @Override
    public void write(Condition value, WireWriter out) {
        switch (value) {
            case Condition.Exists exists -> out.u8(EXISTS).bytes(exists.key());
            case Condition.Absent absent -> out.u8(ABSENT).bytes(absent.key());
            case Condition.ValueIs is -> out.u8(VALUE_IS).bytes(is.key()).bytes(is.value());
            case Condition.VersionIs is -> {
                out.u8(VERSION_IS).bytes(is.key());
                TimeCodec.INSTANCE.write(is.version(), out);
            }
        }
    }

    @Override
    public Condition read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case EXISTS -> new Condition.Exists(in.bytes());
            case ABSENT -> new Condition.Absent(in.bytes());
            case VALUE_IS -> new Condition.ValueIs(in.bytes(), in.bytes());
            case VERSION_IS -> new Condition.VersionIs(in.bytes(), TimeCodec.INSTANCE.read(in));
            default -> throw new Malformed("no condition has kind " + kind);
        };
    }
}
