package io.capstan.core.wire;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.shard.Partitioning;
import java.time.Duration;
import java.util.Optional;

/// A table's policy, part of its catalog row.
public enum TablePolicyCodec implements Codec<TablePolicy> {
    INSTANCE;

    @Override
    public void write(TablePolicy value, WireWriter out) {
        out.text(value.replication()).varint(value.replicas()).varint(value.shards());
        PartitioningCodec.INSTANCE.write(value.partitioning(), out);
        out.varint(value.versionAge().toMillis());
        ConsistencyCodec.INSTANCE.write(value.consistency(), out);
        out.bool(value.floor().isPresent());
        value.floor().ifPresent(floor -> ConsistencyCodec.INSTANCE.write(floor, out));
    }

    @Override
    public TablePolicy read(WireReader in) {
        String replication = in.text();
        int replicas = in.number();
        int shards = in.number();
        if (replicas == 0 || shards == 0)
            throw new Malformed("a table of " + replicas + " replicas and " + shards + " shards");
        Partitioning partitioning = PartitioningCodec.INSTANCE.read(in);
        Duration versionAge = Duration.ofMillis(in.varint());
        Consistency consistency = ConsistencyCodec.INSTANCE.read(in);
        Optional<Consistency> floor =
                in.bool() ? Optional.of(ConsistencyCodec.INSTANCE.read(in)) : Optional.empty();
        return new TablePolicy(
                replication, replicas, shards, partitioning, versionAge, consistency, floor);
    }
}
