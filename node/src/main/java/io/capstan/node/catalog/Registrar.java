package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.actor.Timer;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.Now;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.node.identity.Founding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keeps in the system table what this node answers for: the rows of the founding (as the first
/// leader of the system group), the node's own row, and the rows of the shards that are led from
/// here.
///
/// It compares what is with what the map says, and writes the difference, one conditional change
/// for each key, again and again until it is done. For shards whose log decides their members the
/// row follows the log; the epoch in a row only rises, because the change is conditional on the row
/// being the one compared with.
///
/// Invariant: at most one change of a key is under way.
public final class Registrar implements Clerk {
    /// Wakes the registrar.
    public static final Timer REGISTER = new Timer("register");

    /// The most changes under way; the rest waits for answers.
    static final int MAX_UNDER_WAY = 16;

    private static final Duration PAUSE = Duration.ofMillis(200);

    private record Change(Bytes key, Optional<Bytes> value) {}

    private final Catalog catalog;
    private final SystemCalls calls;
    private final Founding founding;
    private final NodeEntry self;
    private final SortedMap<ShardId, ShardDescriptor> committed = new TreeMap<>();
    private final SortedMap<ShardId, Long> led = new TreeMap<>();
    private final SortedMap<RequestId, Change> underWay = new TreeMap<>();

    public Registrar(Catalog catalog, SystemCalls calls, Founding founding, NodeEntry self) {
        this.catalog = catalog;
        this.calls = calls;
        this.founding = founding;
        this.self = self;
    }

    /// A replica here says who leads its shard. True where there may be something to write.
    public boolean leadership(ShardId shard, NodeId leader, long term) {
        if (leader.equals(self.id())) led.put(shard, term);
        else led.remove(shard);
        return wanting();
    }

    /// A replica here says that this descriptor is agreed. True where there may be something to
    /// write.
    public boolean committed(ShardDescriptor descriptor) {
        committed.merge(
                descriptor.shard(),
                descriptor,
                (known, told) -> told.epoch() > known.epoch() ? told : known);
        return wanting();
    }

    /// The replica here is no more.
    public void closed(ShardId shard) {
        committed.remove(shard);
        led.remove(shard);
    }

    /// Whether something that this node answers for differs from the map.
    public boolean wanting() {
        return foundingIsDue() || selfIsDue() || led.keySet().stream().anyMatch(this::shardIsDue);
    }

    @Override
    public void fired(Now now, Outbox<NoMessage> out) {
        if (!wanting()) return;
        if (foundingIsDue()) found(now, out);
        else if (selfIsDue()) register(now, out);
        for (ShardDescriptor agreed : committed.values())
            if (led.containsKey(agreed.shard()) && shardIsDue(agreed.shard()))
                change(
                        now,
                        CatalogKeys.shard(agreed.shard()),
                        DescriptorCodec.INSTANCE.encode(agreed),
                        out);
        out.schedule(REGISTER, PAUSE);
    }

    /// The table has never been written: its first leader writes what every founder knows.
    private boolean foundingIsDue() {
        return catalog.version() == 0 && led.containsKey(ShardId.SYSTEM);
    }

    private boolean selfIsDue() {
        return catalog.version() > 0
                && !catalog.isGone(self.id())
                && catalog.node(self.id()).filter(self::equals).isEmpty();
    }

    private boolean shardIsDue(ShardId shard) {
        ShardDescriptor agreed = committed.get(shard);
        return agreed != null
                && agreed.epoch() > 0
                && catalog.version() > 0
                && !catalog.isDropped(shard)
                && catalog.shard(shard).map(row -> row.epoch() < agreed.epoch()).orElse(true);
    }

    private void found(Now now, Outbox<NoMessage> out) {
        List<Mutation> puts = new ArrayList<>();
        FoundingRows.of(founding).forEach((key, value) -> puts.add(new Mutation.Put(key, value)));
        Condition never = new Condition.Absent(CatalogKeys.CLUSTER_VERSION);
        send(
                now,
                new Change(CatalogKeys.CLUSTER_VERSION, Optional.empty()),
                List.of(never),
                puts,
                out);
    }

    /// Who was removed meanwhile and has not heard of it must not come back by this.
    private void register(Now now, Outbox<NoMessage> out) {
        Bytes key = CatalogKeys.node(self.id());
        Bytes value = NodeEntryCodec.INSTANCE.encode(self);
        send(
                now,
                new Change(key, Optional.of(value)),
                List.of(
                        SystemCalls.unchanged(catalog, key),
                        new Condition.Absent(CatalogKeys.gone(self.id()))),
                List.of(new Mutation.Put(key, value)),
                out);
    }

    private void change(Now now, Bytes key, Bytes value, Outbox<NoMessage> out) {
        send(
                now,
                new Change(key, Optional.of(value)),
                List.of(SystemCalls.unchanged(catalog, key)),
                List.of(new Mutation.Put(key, value)),
                out);
    }

    private void send(
            Now now,
            Change change,
            List<Condition> conditions,
            List<Mutation> mutations,
            Outbox<NoMessage> out) {
        boolean busy =
                underWay.values().stream().anyMatch(other -> other.key().equals(change.key()));
        if (busy || underWay.size() >= MAX_UNDER_WAY || !calls.hasRoom()) return;
        Request request = calls.change(now, conditions, mutations);
        underWay.put(request.id(), change);
        out.call(request);
    }

    /// What the answer says of the row is newer than what the map here says.
    @Override
    public void answered(Now now, RequestId call, Outcome outcome, Outbox<NoMessage> out) {
        Change change = underWay.remove(call);
        calls.answered(call);
        if (change == null || !(outcome instanceof Outcome.Done done)) return;
        if (done.result() instanceof Result.ConditionFailed failed) {
            Optional<Bytes> actual = failed.actual().stream().map(Row::value).findFirst();
            if (change.value().isPresent()) catalog.learn(failed.key(), actual, catalog.version());
        } else if (change.value().isPresent()) {
            catalog.learn(change.key(), change.value(), catalog.version());
        }
    }

    @Override
    public Status status() {
        return new Status(
                wanting() ? "writing" : "idle",
                0,
                0,
                catalog.version(),
                0,
                NodeId.NONE,
                "led=" + led.size() + " under_way=" + underWay.size());
    }

    @Override
    public void checkInvariants() {}
}
