package io.capstan.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Recovered;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Command;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.CommandCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import io.capstan.storage.log.EntriesRead;
import io.capstan.storage.log.LogOptions;
import io.capstan.storage.log.LogRecovery;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.recovery.Reopening;
import io.capstan.storage.shard.RowCache;
import io.capstan.storage.shard.ShardStore;
import io.capstan.storage.shard.SnapshotSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A node without protocol or network: shards of one replica each, that append, apply what is
/// durable, compact and flush, on simulated devices. It knows the truth, and checks after each
/// crash that it has it back.
final class SmallNode implements Completions {
    static final LogOptions OPTIONS =
            new LogOptions(32 << 10, 3, 16 << 10, 8 << 10, 8 << 10, 1 << 20);
    private static final ReplicaId REPLICA = new ReplicaId(1);

    /// One shard and what is true of it.
    private static final class Shard {
        private final ShardId id;
        private final TreeMap<Long, Entry> entries = new TreeMap<>();
        private final TreeMap<Long, Long> histories = new TreeMap<>();
        private final TreeMap<Long, Long> ticketOf = new TreeMap<>();
        private long durable;
        private long ballot;
        private long durableBallot;
        private final TreeMap<Long, Long> ballotTickets = new TreeMap<>();
        private ShardStore store;
        private boolean lost;

        Shard(ShardId id, ShardStore store) {
            this.id = id;
            this.store = store;
            histories.put(0L, 0L);
        }
    }

    final SimDisk disk;
    final SimStore kv;
    private final Randomness random;
    private final List<Shard> shards = new ArrayList<>();
    private final TreeMap<Long, TreeMap<Integer, Long>> flushing = new TreeMap<>();
    private NodeLog log;
    private KvBatch waiting = new KvBatch();
    private List<Shard> drained = new ArrayList<>();
    private long flushTicket;
    int lostReplicas;
    int recoveredEntries;

    SmallNode(Timeline time, Randomness random, int shards) {
        this.random = random;
        disk = new SimDisk(DiskProfile.DEFAULT, time, random.stream("disk"));
        kv = new SimStore(StoreProfile.DEFAULT, time, random.stream("store"));
        disk.attach(this);
        kv.attach(this);
        log = NodeLog.recover(disk, OPTIONS).log();
        for (int i = 1; i <= shards; i++) {
            ShardId id = new ShardId(i);
            this.shards.add(
                    new Shard(
                            id,
                            ShardStore.create(kv, REPLICA, descriptor(id), 1, new RowCache(0))));
        }
    }

    private static ShardDescriptor descriptor(ShardId id) {
        return new ShardDescriptor(
                id,
                new TableId(2),
                Partitioning.HASH,
                KeyRange.ALL,
                1,
                List.of(new Member(REPLICA, new NodeId(1))),
                Configuration.ofVoters(List.of(REPLICA)));
    }

    /// One turn: some records, one write, applying what is durable.
    void turn() {
        for (int i = random.below(4); i > 0; i--) record(random.pick(shards));
        log.flush();
        apply();
        if (random.below(12) == 0) flushStore();
    }

    private void record(Shard shard) {
        if (shard.lost) return;
        switch (random.below(8)) {
            case 0 -> {
                shard.ballot++;
                Bytes state = Bytes.ofLong(shard.ballot);
                long ticket = log.append(shard.id, REPLICA, new LogRecord.HardState(state));
                shard.ballotTickets.put(ticket, shard.ballot);
            }
            case 1 -> {
                long to = shard.store.writtenIndex() - random.below(5);
                if (to > 0) log.append(shard.id, REPLICA, new LogRecord.Compact(to));
            }
            default -> append(shard);
        }
    }

    private void append(Shard shard) {
        List<Entry> entries = new ArrayList<>();
        long next = shard.entries.isEmpty() ? 1 : shard.entries.lastKey() + 1;
        for (int i = random.below(4); i >= 0; i--) entries.add(entry(next + entries.size()));
        long ticket = log.append(shard.id, REPLICA, new LogRecord.Append(entries));
        for (Entry each : entries) shard.entries.put(each.index(), each);
        shard.ticketOf.put(ticket, entries.getLast().index());
    }

    private Entry entry(long index) {
        RequestTag tag =
                new RequestTag(
                        new RequestId(new ClientId(random.below(3)), index),
                        index,
                        new HybridTime(Long.MAX_VALUE));
        Command command =
                new Command.Effects(
                        tag,
                        List.of(
                                new Mutation.Put(
                                        Bytes.ofLong(random.below(50)),
                                        Bytes.wrap(new byte[random.below(200)]))));
        WireWriter out = new WireWriter();
        CommandCodec.INSTANCE.write(command, out);
        return new Entry(index, 1, new HybridTime(index), Entry.Kind.COMMAND, out.bytes());
    }

    private void apply() {
        if (!writeWaiting()) return;
        for (Shard shard : shards) {
            if (shard.lost) continue;
            while (shard.store.appliedIndex() < shard.durable) applyNext(shard);
            if (!shard.store.hasPending()) continue;
            shard.store.drainTo(waiting);
            drained.add(shard);
        }
        writeWaiting();
    }

    private void applyNext(Shard shard) {
        long index = shard.store.appliedIndex() + 1;
        EntriesRead read = log.entries(shard.id, REPLICA, index, index + 1, 1);
        if (!(read instanceof EntriesRead.Found found)) {
            assertThat(disk.felt().rotRead()).isPositive();
            shard.lost = true;
            lostReplicas++;
            shard.durable = shard.store.appliedIndex();
            return;
        }
        Entry entry = found.entries().getFirst();
        assertThat(entry).isEqualTo(shard.entries.get(index));
        Command command = CommandCodec.INSTANCE.read(new WireReader(entry.body()));
        shard.store.apply(index, entry.term(), entry.stamp(), command);
        long history = shard.store.history();
        Long before = shard.histories.put(index, history);
        if (before != null) assertThat(history).isEqualTo(before);
    }

    private boolean writeWaiting() {
        if (waiting.isEmpty()) return true;
        if (kv.write(waiting) != KvStore.Written.DONE) return false;
        for (Shard shard : drained) shard.store.written();
        drained = new ArrayList<>();
        waiting = new KvBatch();
        return true;
    }

    private void flushStore() {
        TreeMap<Integer, Long> positions = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++)
            positions.put(i, shards.get(i).store.writtenIndex());
        flushing.put(++flushTicket, positions);
        kv.flush(flushTicket);
    }

    @Override
    public void synced(long ticket) {
        log.synced(ticket);
        long durable = log.durableTicket();
        for (Shard shard : shards) {
            var entries = shard.ticketOf.headMap(durable, true);
            if (!entries.isEmpty()) shard.durable = entries.lastEntry().getValue();
            entries.clear();
            var ballots = shard.ballotTickets.headMap(durable, true);
            if (!ballots.isEmpty()) shard.durableBallot = ballots.lastEntry().getValue();
            ballots.clear();
        }
    }

    @Override
    public void syncFailed(long ticket) {
        log.syncFailed(ticket);
    }

    @Override
    public void flushed(long ticket) {
        TreeMap<Integer, Long> positions = flushing.remove(ticket);
        if (positions == null) return;
        positions.forEach(
                (shard, index) -> log.durableInStore(shards.get(shard).id, REPLICA, index));
    }

    /// Power off and on; then every shard that was not lost to rot has all that was durable.
    LogRecovery crash() {
        disk.crash();
        kv.crash();
        flushing.clear();
        waiting = new KvBatch();
        drained = new ArrayList<>();
        LogRecovery recovery = NodeLog.recover(disk, OPTIONS);
        log = recovery.log();
        for (Shard shard : shards) if (!shard.lost) reopen(shard);
        return recovery;
    }

    private void reopen(Shard shard) {
        shard.store =
                ShardStore.open(kv, shard.id, REPLICA, new RowCache(0))
                        .orElseGet(() ->
                                ShardStore.create(
                                        kv, REPLICA, descriptor(shard.id), 1, new RowCache(0)));
        Optional<io.capstan.core.log.SnapshotChunk> unfinished =
                new SnapshotSink(kv, shard.id, REPLICA).unfinished();
        Reopening reopening = Reopening.of(log, shard.store, unfinished, true);
        if (!(reopening instanceof Reopening.Ready ready)) {
            assertThat(disk.felt().rotRead()).as("%s", reopening).isPositive();
            shard.lost = true;
            lostReplicas++;
            log.close(shard.id, REPLICA);
            return;
        }
        check(shard, ready.recovered());
    }

    private void check(Shard shard, Recovered recovered) {
        assertThat(recovered.lastIndex()).isGreaterThanOrEqualTo(shard.durable);
        assertThat(recovered.appliedIndex()).isLessThanOrEqualTo(recovered.lastIndex());
        long ballot = recovered.hardState().map(state -> state.longAt(0)).orElse(0L);
        assertThat(ballot).isBetween(shard.durableBallot, shard.ballot);
        shard.entries.tailMap(recovered.lastIndex(), false).clear();
        shard.histories.tailMap(recovered.lastIndex(), false).clear();
        assertThat(shard.store.history()).isEqualTo(shard.histories.get(recovered.appliedIndex()));
        shard.ballot = ballot;
        shard.durableBallot = ballot;
        shard.durable = recovered.lastIndex();
        shard.ticketOf.clear();
        shard.ballotTickets.clear();
        recoveredEntries += (int) (recovered.lastIndex() - recovered.previousIndex());
    }

    int segments() {
        return log.segmentCount();
    }
}
