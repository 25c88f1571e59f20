package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.protocol.VersionedView;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;

/// One page of a digest: keys, values and versions of the rows that a view shows, in the order of
/// their routing keys.
///
/// Where a page ends follows from the rows alone, never from what else lies in the store: replicas
/// with the same rows cut the same pages, whatever old versions they keep.
final class RowDigest {
    /// The most bytes of keys and values in one page, past which it ends after the row at hand.
    static final long MAX_PAGE_BYTES = 4L << 20;

    private final Partitioning partitioning;
    private final Bytes after;
    private final int limit;
    private final Fingerprint fingerprint = new Fingerprint(0);
    private Bytes last = Bytes.EMPTY;
    private Bytes more = Bytes.EMPTY;
    private int rows;
    private long bytes;

    RowDigest(Partitioning partitioning, Query.Digest digest) {
        this.partitioning = partitioning;
        after = digest.after();
        limit = Math.clamp(digest.limit(), 1, Query.MAX_ROWS);
    }

    Result of(VersionedView state) {
        state.scan(after, this::take);
        return new Result.Digested(rows, Bytes.ofLong(fingerprint.value()), more);
    }

    private boolean take(Row row) {
        if (rows >= limit || bytes >= MAX_PAGE_BYTES) {
            more = partitioning.routingKey(last);
            return false;
        }
        fingerprint.add(row.key()).add(row.value()).add(row.version().value());
        rows++;
        bytes += row.key().length() + row.value().length();
        last = row.key();
        return true;
    }
}
