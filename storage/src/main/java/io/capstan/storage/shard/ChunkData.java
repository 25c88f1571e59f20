package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What a snapshot's chunk holds: all rows of an incarnation with keys (without shard and
/// incarnation) in [from, until); an empty `until` ends the snapshot. A checksum goes first.
record ChunkData(Bytes from, Bytes until, List<Bytes> keys, List<Bytes> values) {
    Bytes encode() {
        WireWriter out = new WireWriter(1024).i32(0).bytes(from).bytes(until);
        for (int i = 0; i < keys.size(); i++) out.bytes(keys.get(i)).bytes(values.get(i));
        out.patchI32(0, checksum(out.view(Integer.BYTES)));
        return out.bytes();
    }

    static ChunkData decode(Bytes data) {
        WireReader in = new WireReader(data);
        int stated = in.i32();
        if (stated != checksum(data.slice(Integer.BYTES, data.length())))
            throw new Malformed("a snapshot chunk's checksum does not match");
        Bytes from = in.bytes();
        Bytes until = in.bytes();
        List<Bytes> keys = new ArrayList<>();
        List<Bytes> values = new ArrayList<>();
        while (in.remaining() > 0) {
            Bytes key = in.bytes();
            boolean inside = key.compareTo(from) >= 0;
            if (key.isEmpty() || !inside || (!until.isEmpty() && key.compareTo(until) >= 0))
                throw new Malformed("a snapshot chunk holds a row outside its bounds");
            keys.add(key);
            values.add(in.bytes());
        }
        return new ChunkData(from, until, keys, values);
    }

    private static int checksum(Bytes bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asBuffer());
        return (int) crc.getValue();
    }
}
