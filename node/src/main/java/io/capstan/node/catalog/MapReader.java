package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.time.Now;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the map from the system group where this node holds no replica of it, page by page: when a
/// peer has told of a newer version, when a request did not fit the map, and at the very beginning.
///
/// A map read in pages is as new as its first page; what changed meanwhile has a newer version, and
/// is read again once a peer tells of it.
public final class MapReader implements Clerk {
    /// Wakes the reader.
    public static final Timer READ = new Timer("read-map");

    /// How long the replica here may lag behind what peers know before it is not waited for.
    private static final Duration STANDSTILL = Duration.ofSeconds(3);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(300);

    private final Catalog catalog;
    private final SystemCalls calls;
    private final SortedMap<Bytes, Bytes> rows = new TreeMap<>();
    private @Nullable RequestId awaited;
    private long firstPageAt;
    private long heard;
    private boolean newestWanted;
    private boolean systemReplicaHere;
    private boolean watching;
    private long versionSeen;

    public MapReader(Catalog catalog, SystemCalls calls) {
        this.catalog = catalog;
        this.calls = calls;
    }

    /// A peer knows the map in this version. True where a reading is due.
    public boolean heard(long version) {
        heard = Math.max(heard, version);
        return wanted();
    }

    /// Something did not fit the map. True where a reading is due.
    public boolean mapIsOld() {
        newestWanted = true;
        return wanted();
    }

    /// Whether a replica of the system group runs here: then its applied state is the map.
    public void systemReplicaHere(boolean here) {
        systemReplicaHere = here;
    }

    private boolean wanted() {
        if (awaited != null) return false;
        if (systemReplicaHere) return heard > catalog.version() && !watching;
        return newestWanted || heard > catalog.version() || catalog.version() == 0;
    }

    /// A replica of the system group that was removed and never heard of it stands still, and would
    /// hold this node's map where it is: after a while without progress the map is read elsewhere.
    private boolean standsStill(Outbox<NoMessage> out) {
        if (!watching) {
            watching = true;
            versionSeen = catalog.version();
            out.schedule(READ, STANDSTILL);
            return false;
        }
        watching = false;
        return catalog.version() == versionSeen && heard > versionSeen;
    }

    @Override
    public void fired(Now now, Outbox<NoMessage> out) {
        if (systemReplicaHere && awaited == null && heard > catalog.version()) {
            if (!standsStill(out)) return;
            newestWanted = true;
        } else if (!wanted()) {
            watching = false;
            return;
        }
        rows.clear();
        firstPageAt = 0;
        page(now, Bytes.EMPTY, out);
    }

    private void page(Now now, Bytes after, Outbox<NoMessage> out) {
        Query page = new Query.Scan(Bytes.EMPTY, Bytes.EMPTY, Query.MAX_ROWS, after);
        boolean newest = newestWanted || heard <= catalog.version();
        Request request = newest ? calls.read(now, page) : calls.readPast(now, page, heard);
        awaited = request.id();
        out.call(request);
    }

    @Override
    public void answered(Now now, RequestId call, Outcome outcome, Outbox<NoMessage> out) {
        if (!call.equals(awaited)) return;
        calls.answered(call);
        awaited = null;
        boolean read =
                outcome instanceof Outcome.Done done
                        && done.result() instanceof Result.Rows page
                        && take(now, done, page, out);
        if (!read) out.schedule(READ, PAUSE_AFTER_FAILURE);
    }

    private boolean take(Now now, Outcome.Done done, Result.Rows page, Outbox<NoMessage> out) {
        if (firstPageAt == 0) firstPageAt = done.index();
        page.rows().forEach(row -> rows.put(row.key(), row.value()));
        if (!page.more().isEmpty()) {
            page(now, page.more(), out);
            return true;
        }
        if (rows.isEmpty()) return false;
        newestWanted = false;
        catalog.learnAll(rows, firstPageAt);
        rows.clear();
        if (wanted()) out.schedule(READ, Duration.ZERO);
        return true;
    }

    @Override
    public Status status() {
        return new Status(
                awaited == null ? "idle" : "reading",
                0,
                0,
                catalog.version(),
                heard,
                NodeId.NONE,
                "");
    }

    @Override
    public void checkInvariants() {}
}
