package io.capstan.core.wire;

import io.capstan.core.Invariant;
import io.capstan.core.log.Entry;

/// An entry of a shard's log. The body is carried as it is, already encoded.
public enum EntryCodec implements Codec<Entry> {
    INSTANCE;

    private static final int NOOP = 1;
    private static final int COMMAND = 2;
    private static final int CONFIGURATION = 3;

    @Override
    public void write(Entry value, WireWriter out) {
        Invariant.check(value.index() > 0, "entry %s of term %s", value.index(), value.term());
        out.varint(value.index()).varint(value.term());
        TimeCodec.INSTANCE.write(value.stamp(), out);
        out.u8(number(value.kind())).bytes(value.body());
    }

    @Override
    public Entry read(WireReader in) {
        long index = in.varint();
        if (index == 0) throw new Malformed("an entry at index 0");
        return new Entry(
                index, in.varint(), TimeCodec.INSTANCE.read(in), kind(in.u8()), in.bytes());
    }

    private static int number(Entry.Kind kind) {
        return switch (kind) {
            case NOOP -> NOOP;
            case COMMAND -> COMMAND;
            case CONFIGURATION -> CONFIGURATION;
        };
    }

    private static Entry.Kind kind(int number) {
        return switch (number) {
            case NOOP -> Entry.Kind.NOOP;
            case COMMAND -> Entry.Kind.COMMAND;
            case CONFIGURATION -> Entry.Kind.CONFIGURATION;
            default -> throw new Malformed("no entry has kind " + number);
        };
    }
}
