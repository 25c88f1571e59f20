package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntryCodec;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Guarantees;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.core.wire.Malformed;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The map as this node knows it: tables, shards, nodes, jobs. It may be old, never invented: every
/// row once stood in the system table (or in the founding).
///
/// The version is an index of the system group's log: all that was applied there up to it is in
/// here. Version 0 is the founding alone.
///
/// Invariants
/// 1. The version never falls.
/// 2. A shard's row never goes back to an older epoch.
/// 3. A node that is gone stays gone: an older state of the table, read again after a restart, does
///    not bring it back.
public final class Catalog {
    private final SortedMap<Bytes, Bytes> rows = new TreeMap<>();
    private final SortedMap<String, TableEntry> tables = new TreeMap<>();
    private final SortedMap<TableId, TableEntry> tablesById = new TreeMap<>();
    private final SortedMap<TableId, Guarantees> guarantees = new TreeMap<>();
    private final SortedMap<ShardId, ShardDescriptor> shards = new TreeMap<>();
    private final SortedMap<TableId, TreeMap<Bytes, ShardDescriptor>> ranges = new TreeMap<>();
    private final SortedMap<NodeId, NodeEntry> nodes = new TreeMap<>();
    private final SortedMap<NodeId, NodeEntry> gone = new TreeMap<>();
    private final SortedMap<Long, JobEntry> jobs = new TreeMap<>();
    private long version;
    private long changes;

    public long version() {
        return version;
    }

    /// Counts the changes seen by this object, so that others can tell whether to look again.
    public long changes() {
        return changes;
    }

    /// All rows as the system table has them.
    public SortedMap<Bytes, Bytes> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    public Optional<Bytes> row(Bytes key) {
        return Optional.ofNullable(rows.get(key));
    }

    public Optional<TableEntry> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    public Optional<TableEntry> table(TableId id) {
        return Optional.ofNullable(tablesById.get(id));
    }

    /// What the table can give, derived once from its policy; empty where the table is not known,
    /// or its policy makes no sense to this version.
    public Optional<Guarantees> guarantees(TableId id) {
        return Optional.ofNullable(guarantees.get(id));
    }

    public Collection<TableEntry> tables() {
        return Collections.unmodifiableCollection(tables.values());
    }

    public Optional<ShardDescriptor> shard(ShardId shard) {
        return Optional.ofNullable(shards.get(shard));
    }

    /// Whether the shard's table was dropped: the shard's number has been given out, and there is
    /// no row of it. Numbers are given out together with the rows, and never again.
    public boolean isDropped(ShardId shard) {
        return !shard.equals(ShardId.SYSTEM)
                && !rows.containsKey(CatalogKeys.shard(shard))
                && row(CatalogKeys.NEXT_SHARD)
                        .filter(next -> next.length() == Long.BYTES)
                        .filter(next -> next.longAt(0) > shard.value())
                        .isPresent();
    }

    public Collection<ShardDescriptor> shards() {
        return Collections.unmodifiableCollection(shards.values());
    }

    /// The table's shards by the first routing key of each; empty where the table is not known.
    public SortedMap<Bytes, ShardDescriptor> shardsOf(TableId table) {
        TreeMap<Bytes, ShardDescriptor> its = ranges.get(table);
        return its == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(its);
    }

    /// The shard of the table that holds the routing key.
    public Optional<ShardDescriptor> shardAt(TableId table, Bytes routingKey) {
        TreeMap<Bytes, ShardDescriptor> its = ranges.get(table);
        if (its == null) return Optional.empty();
        Map.Entry<Bytes, ShardDescriptor> at = its.floorEntry(routingKey);
        if (at == null || !at.getValue().range().contains(routingKey)) return Optional.empty();
        return Optional.of(at.getValue());
    }

    public Optional<NodeEntry> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    public Collection<NodeEntry> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /// Whether the node was removed from the cluster, for good.
    public boolean isGone(NodeId id) {
        return gone.containsKey(id);
    }

    /// The node as it was when it was removed from the cluster.
    public Optional<NodeEntry> gone(NodeId id) {
        return Optional.ofNullable(gone.get(id));
    }

    /// The nodes that were removed from the cluster.
    public Collection<NodeEntry> gone() {
        return Collections.unmodifiableCollection(gone.values());
    }

    /// What people call the node, of old too; its id where nobody knows.
    public String nameOf(NodeId id) {
        return node(id).or(() -> Optional.ofNullable(gone.get(id)))
                .map(NodeEntry::name)
                .orElseGet(id::toString);
    }

    /// All jobs known, running or over, by number.
    public Collection<JobEntry> jobs() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    /// The job that is emptying this node.
    public Optional<JobEntry> jobOn(NodeId node) {
        for (JobEntry job : jobs.values())
            if (job.isRunning() && job.work().node().equals(node)) return Optional.of(job);
        return Optional.empty();
    }

    /// Takes one row in, or its absence, as it stood at index `at` of the system group's log.
    public void learn(Bytes key, Optional<Bytes> value, long at) {
        version = Math.max(version, at);
        if (value.equals(Optional.ofNullable(rows.get(key)))) return;
        if (value.isPresent() ? read(key, value.get()) : forget(key)) changes++;
    }

    /// Takes the whole table in, as it stood at index `at`; older than what is known: nothing
    /// happens.
    public void learnAll(SortedMap<Bytes, Bytes> all, long at) {
        if (at < version) return;
        for (Bytes key : rows.keySet().toArray(Bytes[]::new))
            if (!all.containsKey(key)) learn(key, Optional.empty(), at);
        all.forEach((key, value) -> learn(key, Optional.of(value), at));
        version = at;
    }

    /// A row that makes no sense is kept as it is and means nothing: the system table can hold rows
    /// of a newer version.
    private boolean read(Bytes key, Bytes value) {
        try {
            if (CatalogKeys.isShard(key) && !keepShard(DescriptorCodec.INSTANCE.decode(value)))
                return false;
            if (CatalogKeys.isTable(key)) keepTable(TableEntryCodec.INSTANCE.decode(value));
            if (CatalogKeys.isNode(key)) keepNode(NodeEntryCodec.INSTANCE.decode(value));
            if (CatalogKeys.isJob(key)) keepJob(JobEntryCodec.INSTANCE.decode(value));
            if (CatalogKeys.isGone(key)) keepGone(key, value);
        } catch (Malformed e) {
            forget(key);
        }
        rows.put(key, Bytes.wrap(value.toArray()));
        return true;
    }

    private boolean keepShard(ShardDescriptor descriptor) {
        ShardDescriptor known = shards.get(descriptor.shard());
        if (known != null && known.epoch() > descriptor.epoch()) return false;
        if (known != null) unrange(known);
        shards.put(descriptor.shard(), descriptor);
        ranges.computeIfAbsent(descriptor.table(), t -> new TreeMap<>())
                .put(descriptor.range().from(), descriptor);
        return true;
    }

    private void keepTable(TableEntry table) {
        tables.put(table.name(), table);
        tablesById.put(table.id(), table);
        if (Guarantees.of(table.policy()) instanceof Parsed.Value<Guarantees>(Guarantees its))
            guarantees.put(table.id(), its);
        else guarantees.remove(table.id());
    }

    private void keepNode(NodeEntry node) {
        nodes.put(node.id(), node);
    }

    private void keepJob(JobEntry job) {
        jobs.put(job.id(), job);
    }

    /// That the node is gone stands in the key: what the value says of it may be of a newer
    /// version.
    private void keepGone(Bytes key, Bytes value) {
        NodeId id = new NodeId(key.longAt(CatalogKeys.GONE.length()));
        gone.put(id, new NodeEntry(id, id.toString(), ""));
        gone.put(id, NodeEntryCodec.INSTANCE.decode(value));
    }

    private boolean forget(Bytes key) {
        if (CatalogKeys.isGone(key)) return false;
        if (CatalogKeys.isShard(key)) {
            ShardDescriptor gone =
                    shards.remove(new ShardId(key.longAt(CatalogKeys.SHARDS.length())));
            if (gone != null) unrange(gone);
        }
        if (CatalogKeys.isTable(key)) {
            TableEntry gone =
                    tables.remove(key.slice(CatalogKeys.TABLES.length(), key.length()).utf8());
            if (gone != null) {
                tablesById.remove(gone.id());
                guarantees.remove(gone.id());
            }
        }
        if (CatalogKeys.isNode(key))
            nodes.remove(new NodeId(key.longAt(CatalogKeys.NODES.length())));
        if (CatalogKeys.isJob(key)) jobs.remove(key.longAt(CatalogKeys.JOBS.length()));
        return rows.remove(key) != null;
    }

    private void unrange(ShardDescriptor shard) {
        TreeMap<Bytes, ShardDescriptor> its = ranges.get(shard.table());
        if (its == null) return;
        its.remove(shard.range().from(), shard);
        if (its.isEmpty()) ranges.remove(shard.table());
    }
}
