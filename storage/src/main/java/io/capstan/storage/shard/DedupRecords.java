package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClientId;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.RequestTag;
import io.capstan.core.time.HybridTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// Makes retries safe: a command that comes twice through the log takes effect once, and answers
/// the same both times.
///
/// Everything here is a function of the log alone, never of how it was cut into batches: all
/// replicas remember and forget the same at the same index.
final class DedupRecords {
    /// The most clients a shard remembers; a command of one more is refused until an old record
    /// expires.
    static final int MAX_CLIENTS = 65_536;

    /// The most expired records one command sweeps out.
    private static final int SWEEP = 4;

    private record Expiring(HybridTime until, ClientId client) implements Comparable<Expiring> {
        @Override
        public int compareTo(Expiring other) {
            int byTime = until.compareTo(other.until);
            return byTime != 0 ? byTime : client.compareTo(other.client);
        }
    }

    private final TreeMap<ClientId, ClientRecord> clients = new TreeMap<>();
    private final TreeSet<Expiring> expiring = new TreeSet<>();
    private final TreeSet<ClientId> changed = new TreeSet<>();

    int clients() {
        return clients.size();
    }

    void load(ClientId client, Bytes stored) {
        ClientRecord record = ClientRecord.decode(stored);
        clients.put(client, record);
        expiring.add(new Expiring(record.until(), client));
    }

    /// What to answer without carrying the command out; empty where it is to be carried out.
    Optional<Outcome> settled(RequestTag tag, HybridTime stamp) {
        sweep(stamp);
        if (stamp.isAfter(tag.expiry())) return Optional.of(expired(tag, stamp));
        ClientRecord record = clients.get(tag.id().client());
        if (record == null) return clients.size() < MAX_CLIENTS ? Optional.empty() : full(tag);
        long number = tag.id().number();
        if (number < record.lowest()) return Optional.of(forgotten(tag, record.lowest()));
        return record.recorded(number);
    }

    void record(RequestTag tag, Outcome outcome) {
        ClientId client = tag.id().client();
        ClientRecord record = clients.computeIfAbsent(client, _ -> new ClientRecord());
        if (tag.expiry().isAfter(record.until())) {
            expiring.remove(new Expiring(record.until(), client));
            record.liveUntil(tag.expiry());
            expiring.add(new Expiring(record.until(), client));
        }
        record.raiseLowest(Math.min(tag.lowestAwaited(), tag.id().number()));
        record.record(tag.id().number(), outcome);
        changed.add(client);
    }

    private void sweep(HybridTime stamp) {
        for (int swept = 0; swept < SWEEP && !expiring.isEmpty(); swept++) {
            if (!stamp.isAfter(expiring.first().until())) return;
            ClientId client = expiring.first().client();
            expiring.remove(expiring.first());
            clients.remove(client);
            changed.add(client);
        }
    }

    /// Hands what has changed since the last call to `rows`: a client and its record, empty where
    /// it is gone.
    void drain(BiConsumer<ClientId, Optional<Bytes>> rows) {
        for (ClientId client : changed)
            rows.accept(client, Optional.ofNullable(clients.get(client)).map(ClientRecord::encode));
        changed.clear();
    }

    void addTo(Fingerprint digest) {
        for (Map.Entry<ClientId, ClientRecord> each : clients.entrySet())
            digest.add(each.getKey().value()).add(each.getValue().encode());
    }

    private static Outcome expired(RequestTag tag, HybridTime stamp) {
        return new Outcome.Refused(
                ErrorCode.EXPIRED,
                tag.id()
                        + " reached the log at "
                        + stamp
                        + ", after its expiry "
                        + tag.expiry()
                        + "; this try had no effect, ask anew under a new number");
    }

    private static Outcome forgotten(RequestTag tag, long lowest) {
        return new Outcome.Refused(
                ErrorCode.FORGOTTEN,
                tag.id()
                        + " is below "
                        + lowest
                        + ", the lowest number whose result is kept; read to find out what became"
                        + " of it");
    }

    private static Optional<Outcome> full(RequestTag tag) {
        return Optional.of(
                new Outcome.Refused(
                        ErrorCode.OVERLOADED,
                        "the shard remembers "
                                + MAX_CLIENTS
                                + " clients and has no room for "
                                + tag.id().client()
                                + "; retry when older ones have expired"));
    }
}
