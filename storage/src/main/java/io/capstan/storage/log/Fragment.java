package io.capstan.storage.log;

import java.util.zip.CRC32C;

/// The physical form of the log. A segment is a row of blocks of [#BLOCK] bytes; a record is one
/// fragment, or several where it crosses the end of a block. A fragment never crosses one: after
/// damage a reader finds the next fragment behind it, at the latest at the next block.
///
/// The header has a checksum of its own, and names shard and replica: a record whose body is
/// spoiled still says whose it was. Where no more than a header's room is left in a block, zeros
/// fill it; where the header of a batch has no room, too.
///
/// | offset | bytes | |
/// | --- | --- | --- |
/// | 0 | 4 | CRC32C of the header from 4 on |
/// | 4 | 4 | CRC32C of the body |
/// | 8 | 2 | length of the body |
/// | 10 | 1 | whole, first, middle or last |
/// | 11 | 1 | [RecordKind] |
/// | 12 | 4 | the batch's number (low bits) |
/// | 16 | 4 | the record's number among its replica's (low bits) |
/// | 20 | 8 | shard |
/// | 28 | 8 | replica |
///
/// The idea of blocks and fragments is LevelDB's (`doc/log_format.md`).
final class Fragment {
    static final int BLOCK = 32 << 10;
    static final int HEADER = 36;
    static final int WHOLE = 1;
    static final int FIRST = 2;
    static final int MIDDLE = 3;
    static final int LAST = 4;

    private final CRC32C crc = new CRC32C();
    private final byte[] link = new byte[8];

    /// Writes the header of a fragment whose body already lies behind it; returns its checksum.
    int seal(
            byte[] bytes,
            int at,
            int length,
            int part,
            RecordKind kind,
            int batch,
            int number,
            long shard,
            long replica) {
        putInt(bytes, at + 4, checksum(bytes, at + HEADER, length));
        bytes[at + 8] = (byte) (length >>> 8);
        bytes[at + 9] = (byte) length;
        bytes[at + 10] = (byte) part;
        bytes[at + 11] = (byte) kind.number();
        putInt(bytes, at + 12, batch);
        putInt(bytes, at + 16, number);
        putLong(bytes, at + 20, shard);
        putLong(bytes, at + 28, replica);
        int header = checksum(bytes, at + 4, HEADER - 4);
        putInt(bytes, at, header);
        return header;
    }

    /// The next link of a batch's chain: depends on all fragments before, in their order.
    int link(int chain, int headerChecksum) {
        putInt(link, 0, chain);
        putInt(link, 4, headerChecksum);
        return checksum(link, 0, link.length);
    }

    int checksum(byte[] bytes, int from, int length) {
        crc.reset();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static int part(boolean first, boolean last) {
        if (first) return last ? WHOLE : FIRST;
        return last ? LAST : MIDDLE;
    }

    static int length(byte[] bytes, int at) {
        return (bytes[at + 8] & 0xff) << 8 | (bytes[at + 9] & 0xff);
    }

    static int intAt(byte[] bytes, int at) {
        return bytes[at] << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    static long longAt(byte[] bytes, int at) {
        return (long) intAt(bytes, at) << 32 | (intAt(bytes, at + 4) & 0xffffffffL);
    }

    static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    static void putLong(byte[] bytes, int at, long value) {
        putInt(bytes, at, (int) (value >>> 32));
        putInt(bytes, at + 4, (int) value);
    }
}
