package io.capstan.node.router;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A scan over a table of several shards: from shard to shard in the order of their routing keys,
/// until the limit is full or the last shard is read. Each shard is read at the request's level;
/// together they are not one moment.
///
/// The continuation is the last row's routing key, which says the shard as well.
final class ScanWalk {
    private final Query.Scan scan;
    private final List<Row> rows = new ArrayList<>();
    private final TreeMap<ShardId, Long> passed = new TreeMap<>();
    private HybridTime newest = HybridTime.ZERO;
    private boolean first = true;
    private int bytes;

    ScanWalk(Query.Scan scan) {
        this.scan = scan;
    }

    /// What to ask of the next shard.
    Query.Scan next() {
        return new Query.Scan(
                scan.from(),
                scan.until(),
                limit() - rows.size(),
                first ? scan.after() : Bytes.EMPTY);
    }

    /// Takes a shard's rows in. Gives the whole answer where the scan ends here, else nothing: then
    /// the shard `following` is next.
    Optional<Outcome> take(
            Outcome.Done done,
            Result.Rows page,
            ShardDescriptor shard,
            Optional<ShardDescriptor> following) {
        first = false;
        rows.addAll(page.rows());
        for (Row row : page.rows()) bytes += row.key().length() + row.value().length();
        newest = HybridTime.max(newest, done.stamp());
        boolean full = rows.size() >= limit() || bytes >= Query.MAX_BYTES / 2;
        if (page.more().isEmpty() && following.isPresent() && !full) {
            passed.put(done.shard(), done.index());
            if (passed.size() > SessionToken.MAX_POSITIONS) passed.pollFirstEntry();
            return Optional.empty();
        }
        Bytes more = page.more();
        if (more.isEmpty() && following.isPresent())
            more = shard.partitioning().routingKey(rows.getLast().key());
        return Optional.of(
                new Outcome.Done(
                        new Result.Rows(rows, more, passed), done.shard(), done.index(), newest));
    }

    /// The shard after this one that can hold rows of the scan.
    Optional<ShardDescriptor> following(
            ShardDescriptor shard, SortedMap<Bytes, ShardDescriptor> shards) {
        Bytes end = shard.range().until();
        if (end.isEmpty()) return Optional.empty();
        boolean past =
                shard.partitioning() == Partitioning.RANGE
                        && !scan.until().isEmpty()
                        && end.compareTo(scan.until()) >= 0;
        return past ? Optional.empty() : Optional.ofNullable(shards.get(end));
    }

    private int limit() {
        return Math.min(scan.limit(), Query.MAX_ROWS);
    }
}
