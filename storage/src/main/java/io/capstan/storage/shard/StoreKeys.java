package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ShardId;
import io.capstan.core.time.HybridTime;
import java.nio.ByteBuffer;

/// Where a shard's rows lie in the node's one store. Every key begins with the shard (8 bytes), the
/// incarnation (8) and a section (1).
///
/// | section | incarnation | rest of the key | value |
/// | --- | --- | --- | --- |
/// | `p` | 0 | | pointer: incarnation in force, replica, index it was installed at |
/// | `i` | 0 | | progress of a snapshot being installed |
/// | `o` | 0 | incarnation | empty: this incarnation is being deleted |
/// | `a` | n | | applied: index, term, stamp, history |
/// | `d` | n | | descriptor |
/// | `r` | n | client | dedup record |
/// | `v` | n | routing key, escaped; inverted time | a version of a row |
///
/// A zero byte of a routing key becomes `00 ff`, its end is `00 01`: so the order of keys is kept
/// though they differ in length. The time is inverted, so that the newest version comes first.
final class StoreKeys {
    static final byte POINTER = 'p';
    static final byte INSTALL = 'i';
    static final byte OBSOLETE = 'o';
    static final byte APPLIED = 'a';
    static final byte DESCRIPTOR = 'd';
    static final byte DEDUP = 'r';
    static final byte VERSIONS = 'v';

    /// The incarnation number under which a shard keeps what outlives its incarnations.
    static final long NO_INCARNATION = 0;

    /// Shard, incarnation, section.
    static final int PREFIX = 17;

    private static final int END = 2;

    private StoreKeys() {}

    static Bytes section(ShardId shard, long incarnation, byte section) {
        return Bytes.wrap(prefix(shard, incarnation, section, 0).array());
    }

    /// Everything of an incarnation.
    static Bytes incarnation(ShardId shard, long incarnation) {
        return Bytes.wrap(
                ByteBuffer.allocate(16).putLong(shard.value()).putLong(incarnation).array());
    }

    static Bytes obsolete(ShardId shard, long incarnation) {
        return Bytes.wrap(prefix(shard, NO_INCARNATION, OBSOLETE, 8).putLong(incarnation).array());
    }

    static Bytes dedup(ShardId shard, long incarnation, ClientId client) {
        return Bytes.wrap(prefix(shard, incarnation, DEDUP, 8).putLong(client.value()).array());
    }

    static Bytes version(Bytes versions, Bytes routingKey, HybridTime stamp) {
        return row(versions, routingKey, 1, ~stamp.value(), true);
    }

    /// Just before all versions of a row.
    static Bytes firstVersion(Bytes versions, Bytes routingKey) {
        return row(versions, routingKey, 1, 0, false);
    }

    /// Just after all versions of a row.
    static Bytes afterVersions(Bytes versions, Bytes routingKey) {
        return row(versions, routingKey, 2, 0, false);
    }

    static HybridTime stamp(Bytes versionKey) {
        return new HybridTime(~versionKey.longAt(versionKey.length() - Long.BYTES));
    }

    /// The routing key of a version's key.
    static Bytes routingKey(Bytes versionKey) {
        int end = versionKey.length() - Long.BYTES - END;
        int zeros = 0;
        for (int i = PREFIX; i < end; i++) if (versionKey.at(i) == 0) zeros++;
        if (zeros == 0) return versionKey.slice(PREFIX, end);
        byte[] plain = new byte[end - PREFIX - zeros];
        int to = 0;
        for (int i = PREFIX; i < end; i++) {
            plain[to++] = versionKey.at(i);
            if (versionKey.at(i) == 0) i++;
        }
        return Bytes.wrap(plain);
    }

    /// Whether two version keys are of one row.
    static boolean sameRow(Bytes one, Bytes other) {
        return one.length() == other.length()
                && one.startsWith(other.slice(0, other.length() - Long.BYTES));
    }

    private static Bytes row(
            Bytes versions, Bytes routingKey, int end, long inverted, boolean timed) {
        int length = routingKey.length();
        int zeros = 0;
        for (int i = 0; i < length; i++) if (routingKey.at(i) == 0) zeros++;
        byte[] key = new byte[PREFIX + length + zeros + END + (timed ? Long.BYTES : 0)];
        versions.copyTo(key, 0);
        int at = PREFIX;
        for (int i = 0; i < length; i++) {
            key[at++] = routingKey.at(i);
            if (key[at - 1] == 0) key[at++] = (byte) 0xff;
        }
        key[at++] = 0;
        key[at++] = (byte) end;
        if (timed) ByteBuffer.wrap(key).putLong(at, inverted);
        return Bytes.wrap(key);
    }

    private static ByteBuffer prefix(ShardId shard, long incarnation, byte section, int more) {
        return ByteBuffer.allocate(PREFIX + more)
                .putLong(shard.value())
                .putLong(incarnation)
                .put(section);
    }
}
