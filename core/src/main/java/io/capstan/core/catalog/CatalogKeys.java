package io.capstan.core.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;

/// The keys of the system table.
///
/// | key | value |
/// | --- | --- |
/// | `table/` name | [TableEntry] |
/// | `shard/` id in eight bytes | a [io.capstan.core.shard.ShardDescriptor] |
/// | `node/` id in eight bytes | [NodeEntry] |
/// | `gone/` id in eight bytes | the [NodeEntry] of a node that was removed; never deleted |
/// | `job/` id in eight bytes | a [JobEntry] |
/// | `next/table`, `next/shard`, `next/job` | the next free id, eight bytes |
/// | `cluster/version` | the format version that all nodes may use, eight bytes |
public final class CatalogKeys {
    /// What every table's key begins with.
    public static final Bytes TABLES = Bytes.utf8("table/");

    /// What every shard's key begins with.
    public static final Bytes SHARDS = Bytes.utf8("shard/");

    /// What every node's key begins with.
    public static final Bytes NODES = Bytes.utf8("node/");

    /// What the keys of nodes that were removed begin with.
    public static final Bytes GONE = Bytes.utf8("gone/");

    /// What every job's key begins with.
    public static final Bytes JOBS = Bytes.utf8("job/");

    public static final Bytes NEXT_TABLE = Bytes.utf8("next/table");
    public static final Bytes NEXT_SHARD = Bytes.utf8("next/shard");
    public static final Bytes NEXT_JOB = Bytes.utf8("next/job");
    public static final Bytes CLUSTER_VERSION = Bytes.utf8("cluster/version");

    private CatalogKeys() {}

    public static Bytes table(String name) {
        return TABLES.concat(Bytes.utf8(name));
    }

    public static Bytes shard(ShardId shard) {
        return SHARDS.concat(Bytes.ofLong(shard.value()));
    }

    public static Bytes node(NodeId node) {
        return NODES.concat(Bytes.ofLong(node.value()));
    }

    public static Bytes gone(NodeId node) {
        return GONE.concat(Bytes.ofLong(node.value()));
    }

    public static Bytes job(long id) {
        return JOBS.concat(Bytes.ofLong(id));
    }

    public static boolean isTable(Bytes key) {
        return key.startsWith(TABLES);
    }

    public static boolean isShard(Bytes key) {
        return key.startsWith(SHARDS) && key.length() == SHARDS.length() + Long.BYTES;
    }

    public static boolean isNode(Bytes key) {
        return key.startsWith(NODES) && key.length() == NODES.length() + Long.BYTES;
    }

    public static boolean isGone(Bytes key) {
        return key.startsWith(GONE) && key.length() == GONE.length() + Long.BYTES;
    }

    public static boolean isJob(Bytes key) {
        return key.startsWith(JOBS) && key.length() == JOBS.length() + Long.BYTES;
    }
}
