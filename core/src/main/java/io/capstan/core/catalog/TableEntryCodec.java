package io.capstan.core.catalog;

import io.capstan.core.id.TableId;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.TablePolicyCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// The value of a row `table/<name>`.
public enum TableEntryCodec implements Codec<TableEntry> {
    INSTANCE;

    @Override
    public void write(TableEntry value, WireWriter out) {
        out.i64(value.id().value()).text(value.name());
        TablePolicyCodec.INSTANCE.write(value.policy(), out);
    }

    @Override
    public TableEntry read(WireReader in) {
        return new TableEntry(new TableId(in.i64()), in.text(), TablePolicyCodec.INSTANCE.read(in));
    }
}
