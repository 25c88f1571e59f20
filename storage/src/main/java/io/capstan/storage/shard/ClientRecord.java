package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.OutcomeCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a shard remembers of one client: the outcomes of its commands from `lowest` on.
///
/// Invariants
/// 1. At most [#MAX_RESULTS] outcomes and [#MAX_BYTES] bytes of them (one is always kept): beyond,
///    the lowest goes and `lowest` rises past it.
/// 2. `until` is the latest expiry of any command ever seen of this client: while a retry of any of
///    them can still take effect, the record lives.
final class ClientRecord {
    static final int MAX_RESULTS = 256;
    static final int MAX_BYTES = 64 << 10;

    private final TreeMap<Long, Bytes> outcomes = new TreeMap<>();
    private long lowest = 1;
    private HybridTime until = HybridTime.ZERO;
    private int bytes;

    long lowest() {
        return lowest;
    }

    HybridTime until() {
        return until;
    }

    /// The client no longer asks for anything below this number.
    void raiseLowest(long to) {
        if (to <= lowest) return;
        lowest = to;
        while (!outcomes.isEmpty() && outcomes.firstKey() < to) drop();
    }

    void liveUntil(HybridTime expiry) {
        until = HybridTime.max(until, expiry);
    }

    Optional<Outcome> recorded(long number) {
        return Optional.ofNullable(outcomes.get(number))
                .map(encoded -> OutcomeCodec.INSTANCE.read(new WireReader(encoded)));
    }

    void record(long number, Outcome outcome) {
        WireWriter out = new WireWriter(32);
        OutcomeCodec.INSTANCE.write(outcome, out);
        put(number, out.bytes());
        while (outcomes.size() > MAX_RESULTS || (bytes > MAX_BYTES && outcomes.size() > 1)) {
            lowest = outcomes.firstKey() + 1;
            drop();
        }
    }

    private void put(long number, Bytes encoded) {
        outcomes.put(number, encoded);
        bytes += encoded.length();
    }

    private void drop() {
        bytes -= outcomes.pollFirstEntry().getValue().length();
    }

    Bytes encode() {
        WireWriter out = new WireWriter(64 + bytes + outcomes.size() * 4);
        out.varint(lowest).i64(until.value()).varint(outcomes.size());
        for (Map.Entry<Long, Bytes> each : outcomes.entrySet())
            out.varint(each.getKey()).bytes(each.getValue());
        return out.bytes();
    }

    static ClientRecord decode(Bytes stored) {
        WireReader in = new WireReader(stored);
        ClientRecord record = new ClientRecord();
        record.lowest = in.varint();
        record.until = new HybridTime(in.i64());
        for (int left = in.count(); left > 0; left--) record.put(in.varint(), in.bytes());
        return record;
    }
}
