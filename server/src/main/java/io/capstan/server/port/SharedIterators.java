package io.capstan.server.port;

import java.util.ArrayDeque;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;

/// Iterators over the newest state that reads hand on to one another: to make one costs more than
/// to look a row up with it.
///
/// An iterator sees the state of the moment it was made, and keeps the memory tables and files of
/// that moment from being freed. So none outlives the next write, and none that is idle outlives
/// [#rest].
final class SharedIterators {
    /// Idle ones kept; a further one is closed when it is given back.
    private static final int MAX_IDLE = 4;

    private final RocksDB db;
    private final ReadOptions reads;
    private final ArrayDeque<RocksIterator> idle = new ArrayDeque<>(MAX_IDLE);
    private long writes;

    SharedIterators(RocksDB db, ReadOptions reads) {
        this.db = db;
        this.reads = reads;
    }

    /// How many writes came before what an iterator taken now sees; to be said when it is given
    /// back.
    long writes() {
        return writes;
    }

    RocksIterator take() {
        RocksIterator known = idle.poll();
        return known != null ? known : db.newIterator(reads);
    }

    /// Nobody uses it any more; `seen`: what [#writes] said when it was taken.
    void giveBack(RocksIterator used, long seen) {
        if (seen == writes && idle.size() < MAX_IDLE) idle.push(used);
        else used.close();
    }

    /// Something was written: what idle iterators see is old.
    void written() {
        writes++;
        rest();
    }

    /// No reads follow for now.
    void rest() {
        for (RocksIterator each = idle.poll(); each != null; each = idle.poll()) each.close();
    }
}
