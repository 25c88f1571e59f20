package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.wire.WireWriter;
import java.util.Arrays;

/// The batch of the running turn, in the very bytes that go to disk: a record is encoded once and
/// copied once. Knows where in the segment it will lie, so that each record's place is known when
/// it is added.
final class BatchBuffer {
    private static final int SMALLEST = 512;

    private final Fragment fragment = new Fragment();
    private final WireWriter header = new WireWriter(BatchHeader.LENGTH);
    private byte[] bytes = new byte[SMALLEST];
    private int size;
    private long start;
    private int headerAt;
    private long number;
    private int chain;
    private int records;
    private long participants;

    boolean isEmpty() {
        return records == 0;
    }

    int size() {
        return size;
    }

    int chain() {
        return chain;
    }

    long participants() {
        return participants;
    }

    /// Begins batch `batch` at `offset` of its segment, after a batch with the chain `previous`.
    void begin(long batch, long offset, int previous) {
        bytes = new byte[Math.max(SMALLEST, Math.min(size, Fragment.BLOCK))];
        size = 0;
        start = offset;
        number = batch;
        records = 0;
        participants = 0;
        chain = fragment.link(previous, (int) batch);
        if (roomInBlock() < Fragment.HEADER + BatchHeader.LENGTH) pad();
        headerAt = size;
        grow(Fragment.HEADER + BatchHeader.LENGTH);
        size += Fragment.HEADER + BatchHeader.LENGTH;
    }

    /// Adds a record; returns its offset in the segment.
    long add(RecordKind kind, long shard, long replica, int count, Bytes body) {
        if (roomInBlock() <= Fragment.HEADER) pad();
        long offset = start + size;
        int done = 0;
        boolean last;
        do {
            if (roomInBlock() <= Fragment.HEADER) pad();
            int length = Math.min(body.length() - done, roomInBlock() - Fragment.HEADER);
            last = done + length == body.length();
            grow(Fragment.HEADER + length);
            body.slice(done, done + length).copyTo(bytes, size + Fragment.HEADER);
            int sum =
                    fragment.seal(
                            bytes,
                            size,
                            length,
                            Fragment.part(done == 0, last),
                            kind,
                            (int) number,
                            count,
                            shard,
                            replica);
            chain = fragment.link(chain, sum);
            size += Fragment.HEADER + length;
            done += length;
        } while (!last);
        records++;
        participants |= BatchHeader.bit(shard, replica);
        return offset;
    }

    /// Writes the header and gives the bytes up: they must not be changed any more until [#begin].
    Bytes finish(long durable, int previousChain, long previousParticipants) {
        header.clear();
        new BatchHeader(
                        number,
                        durable,
                        previousChain,
                        chain,
                        records,
                        participants,
                        previousParticipants)
                .write(header);
        header.view(0).copyTo(bytes, headerAt + Fragment.HEADER);
        fragment.seal(
                bytes,
                headerAt,
                BatchHeader.LENGTH,
                Fragment.WHOLE,
                RecordKind.BATCH,
                (int) number,
                0,
                0,
                0);
        return Bytes.wrap(bytes, 0, size);
    }

    private int roomInBlock() {
        return Fragment.BLOCK - (int) ((start + size) % Fragment.BLOCK);
    }

    private void pad() {
        int room = roomInBlock();
        grow(room);
        size += room;
    }

    private void grow(int more) {
        if (bytes.length - size < more)
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
}
