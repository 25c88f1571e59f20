package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.protocol.StateMachine;
import io.capstan.core.protocol.VersionedView;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.Optional;

/// One replica's applied state. Commands are applied in memory and are visible at once; the host
/// drains the changes of all shards into one batch a turn ([#drainTo]), writes it, and says so
/// ([#written]).
///
/// Invariants
/// 1. Positions rise by one. Data, dedup records, descriptor and applied position change in the
///    same batch.
/// 2. All that [#apply] does is a function of the log and the state, the same on every replica.
/// 3. Between [#drainTo] and [#written] nothing is applied: what the store holds is always a state
///    that once was.
public final class ShardStore {
    private final KvStore store;
    private final ShardId shard;
    private final Pointer pointer;
    private final StateMachine machine;
    private final DedupRecords dedup = new DedupRecords();
    private final Changes changes;
    private ShardDescriptor descriptor;
    private boolean descriptorChanged;
    private Applied applied;
    private Applied inStore;
    private boolean draining;

    private ShardStore(
            KvStore store,
            ShardId shard,
            Pointer pointer,
            ShardDescriptor descriptor,
            Applied applied,
            RowCache cache) {
        this.store = store;
        this.shard = shard;
        this.pointer = pointer;
        this.descriptor = descriptor;
        this.applied = applied;
        this.inStore = applied;
        machine = new KvStateMachine(descriptor.partitioning());
        Bytes versions = StoreKeys.section(shard, pointer.incarnation(), StoreKeys.VERSIONS);
        changes = new Changes(versions, descriptor.partitioning(), cache.part());
    }

    /// The state of this replica that the store holds; empty where it holds none, or another
    /// replica's.
    public static Optional<ShardStore> open(
            KvStore store, ShardId shard, ReplicaId replica, RowCache cache) {
        Optional<Pointer> pointer = Incarnations.pointer(store.latest(), shard);
        if (pointer.isEmpty() || !pointer.get().replica().equals(replica)) return Optional.empty();
        return Optional.of(load(store, shard, pointer.get(), cache));
    }

    /// The empty state of a new replica, in an incarnation of its own; whatever an earlier replica
    /// of the shard left is given up for deletion. Durable with the next batch.
    ///
    /// `bornEpoch`: an epoch of the shard in which it had this member.
    public static ShardStore create(
            KvStore store,
            ReplicaId replica,
            ShardDescriptor descriptor,
            long bornEpoch,
            RowCache cache) {
        ShardId shard = descriptor.shard();
        long incarnation = Incarnations.next(store.latest(), shard);
        Pointer pointer = new Pointer(incarnation, replica, 0, bornEpoch);
        ShardStore made = new ShardStore(store, shard, pointer, descriptor, Applied.NOTHING, cache);
        made.inStore = new Applied(-1, 0, HybridTime.ZERO, 0);
        made.descriptorChanged = true;
        return made;
    }

    private static ShardStore load(KvStore store, ShardId shard, Pointer pointer, RowCache cache) {
        KvStore.View view = store.latest();
        long incarnation = pointer.incarnation();
        Bytes stored =
                view.get(StoreKeys.section(shard, incarnation, StoreKeys.DESCRIPTOR)).orElseThrow();
        Applied applied =
                Applied.decode(
                        view.get(StoreKeys.section(shard, incarnation, StoreKeys.APPLIED))
                                .orElseThrow());
        ShardDescriptor descriptor = DescriptorCodec.INSTANCE.read(new WireReader(stored));
        ShardStore loaded = new ShardStore(store, shard, pointer, descriptor, applied, cache);
        Bytes section = StoreKeys.section(shard, incarnation, StoreKeys.DEDUP);
        try (KvStore.Cursor cursor = view.scan(section, section.prefixEnd())) {
            while (cursor.next())
                loaded.dedup.load(
                        new ClientId(cursor.key().longAt(StoreKeys.PREFIX)), cursor.value());
        }
        return loaded;
    }

    // ---- what is known ----------------------------------------------------------------------

    public ShardId shard() {
        return shard;
    }

    public ReplicaId replica() {
        return pointer.replica();
    }

    public ShardDescriptor descriptor() {
        return descriptor;
    }

    /// An epoch in which the shard had this member, however little the replica itself knows yet. A
    /// map that is not past it cannot say that the replica was removed.
    public long bornEpoch() {
        return pointer.bornEpoch();
    }

    /// Whether it holds no state of the shard yet: it waits for its first snapshot.
    public boolean isUnborn() {
        return descriptor.epoch() == 0;
    }

    /// The index of the last entry applied, 0 for none.
    public long appliedIndex() {
        return applied.index();
    }

    public long appliedTerm() {
        return applied.term();
    }

    /// The stamp of the last entry applied.
    public HybridTime appliedStamp() {
        return applied.stamp();
    }

    /// The applied index that the store holds (durable only after a flush); -1 where it does not
    /// know the replica yet.
    public long writtenIndex() {
        return inStore.index();
    }

    /// The index of the snapshot that this state was installed from; 0 for none.
    public long installedIndex() {
        return pointer.installedIndex();
    }

    /// A digest of everything applied since the beginning: equal on replicas at the same index.
    public long history() {
        return applied.history();
    }

    long incarnation() {
        return pointer.incarnation();
    }

    // ---- applying ---------------------------------------------------------------------------

    /// Carries a command out, or finds out why not; the outcome answers the request.
    public Outcome apply(long index, long term, HybridTime stamp, Command command) {
        Fingerprint history = next(index);
        Outcome outcome =
                dedup.settled(command.tag(), stamp)
                        .or(() -> KeyBounds.refusal(descriptor, command))
                        .orElseGet(() -> execute(index, stamp, command, history));
        advance(index, term, stamp, history.add(digestOf(outcome)));
        return outcome;
    }

    /// Moves on over an entry without a command.
    public void skip(long index, long term, HybridTime stamp) {
        advance(index, term, stamp, next(index));
    }

    /// Moves on over a configuration entry: this descriptor is now part of the state.
    public void adopt(long index, long term, HybridTime stamp, ShardDescriptor next) {
        Invariant.check(next.shard().equals(shard), "%s adopts %s", shard, next);
        Fingerprint history = next(index);
        descriptor = next;
        descriptorChanged = true;
        advance(index, term, stamp, history.add(next.epoch()));
    }

    private Fingerprint next(long index) {
        Invariant.check(!draining, "%s applies while a batch is being written", shard);
        Invariant.check(
                index == applied.index() + 1, "entry %s applied after %s", index, applied.index());
        return new Fingerprint(applied.history()).add(index);
    }

    private void advance(long index, long term, HybridTime stamp, Fingerprint history) {
        applied = new Applied(index, term, stamp, history.value());
    }

    private static long digestOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done ->
                    done.index() * 2 + (done.result() instanceof Result.Written ? 1 : 0);
            case Outcome.Refused refused -> refused.code().number();
            case Outcome.Redirected redirected -> redirected.epoch();
            case Outcome.Unknown unknown -> -1;
        };
    }

    private Outcome execute(long index, HybridTime stamp, Command command, Fingerprint history) {
        Result result = machine.apply(stamp, command, newest(), changes.at(stamp, history));
        Outcome outcome = new Outcome.Done(result, shard, index, stamp);
        dedup.record(command.tag(), outcome);
        return outcome;
    }

    // ---- reading ----------------------------------------------------------------------------

    /// The newest rows, with everything applied so far.
    public VersionedView newest() {
        return changes.over(store.latest(), HybridTime.MAX);
    }

    /// Answers a query from the newest state, a digest as of its time (see [#readAt]).
    public Outcome read(Query query) {
        if (query instanceof Query.Digest digest) return readAt(digest, digest.at());
        return answer(query, newest());
    }

    /// Answers a query as of a time: from the newest versions not after it. The host sees to it
    /// that nothing at or before that time is still to be applied, and that it is not older than
    /// the versions kept.
    public Outcome readAt(Query query, HybridTime asOf) {
        Invariant.check(changes.isEmpty(), "%s is read at %s within a batch", shard, asOf);
        return answer(query, changes.over(store.latest(), asOf));
    }

    private Outcome answer(Query query, VersionedView view) {
        if (query instanceof Query.Get get) {
            Optional<Outcome> refused = KeyBounds.refusal(descriptor, get.keys());
            if (refused.isPresent()) return refused.get();
        }
        Result result = machine.read(query, view);
        HybridTime newest = HybridTime.ZERO;
        if (result instanceof Result.Rows rows)
            for (Row row : rows.rows()) newest = HybridTime.max(newest, row.version());
        return new Outcome.Done(result, shard, applied.index(), newest);
    }

    /// A digest of the newest rows, the descriptor and the dedup records: equal on replicas at the
    /// same index, whatever old versions they keep. Walks over everything.
    public long digest() {
        WireWriter encoded = new WireWriter();
        DescriptorCodec.INSTANCE.write(descriptor, encoded);
        Fingerprint digest = new Fingerprint(applied.index()).add(encoded.bytes());
        dedup.addTo(digest);
        newest().scan(
                        Bytes.EMPTY,
                        row -> {
                            digest.add(row.key()).add(row.value()).add(row.version().value());
                            return true;
                        });
        return digest.value();
    }

    // ---- batches ----------------------------------------------------------------------------

    /// Whether something is applied that no batch holds yet.
    public boolean hasPending() {
        return applied.index() != inStore.index();
    }

    /// Adds all changes since the last batch. The host then writes the batch, as often as it takes,
    /// and calls [#written].
    public void drainTo(KvBatch batch) {
        Invariant.check(!draining, "%s is drained twice", shard);
        draining = true;
        long incarnation = pointer.incarnation();
        if (inStore.index() < 0) Incarnations.switchTo(store.latest(), shard, pointer, batch);
        changes.addTo(batch);
        dedup.drain((client, row) -> putOrDelete(batch, client, row));
        if (descriptorChanged) {
            WireWriter encoded = new WireWriter();
            DescriptorCodec.INSTANCE.write(descriptor, encoded);
            batch.put(StoreKeys.section(shard, incarnation, StoreKeys.DESCRIPTOR), encoded.bytes());
        }
        batch.put(StoreKeys.section(shard, incarnation, StoreKeys.APPLIED), applied.encode());
    }

    private void putOrDelete(KvBatch batch, ClientId client, Optional<Bytes> row) {
        Bytes key = StoreKeys.dedup(shard, pointer.incarnation(), client);
        row.ifPresentOrElse(record -> batch.put(key, record), () -> batch.delete(key));
    }

    /// The batch is in the store.
    public void written() {
        Invariant.check(draining, "%s was not drained", shard);
        draining = false;
        changes.clear();
        descriptorChanged = false;
        inStore = applied;
    }
}
