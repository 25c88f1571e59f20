package io.capstan.node.router;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Where a request belongs, by the map as it is known here.
sealed interface Target {
    record Shard(ShardDescriptor descriptor) implements Target {}

    /// Nowhere by this map; a newer one may know.
    record NotOnTheMap(Outcome.Refused why) implements Target {}

    /// Nowhere by any map.
    record Never(Outcome.Refused why) implements Target {}

    static Target of(Request request, Catalog catalog) {
        if (!request.shard().isNone()) return named(request, catalog);
        SortedMap<Bytes, ShardDescriptor> shards = catalog.shardsOf(request.table());
        if (shards.isEmpty()) return new NotOnTheMap(unknownTable(request, catalog));
        return switch (request.ask()) {
            case Query.Scan scan -> firstOf(scan, request, shards, catalog);
            case Query.Get get -> ofAll(get.keys(), request, shards, catalog);
            case Command command -> ofAll(keys(command), request, shards, catalog);
            case Query.Digest ignored ->
                    new Never(
                            new Outcome.Refused(
                                    ErrorCode.MALFORMED,
                                    "a digest is a replica's own; name its shard"));
            case Administer ignored ->
                    new Never(
                            new Outcome.Refused(
                                    ErrorCode.MALFORMED,
                                    "a deed of a shard must name the shard; name it"));
        };
    }

    private static Target named(Request request, Catalog catalog) {
        ShardId shard = request.shard();
        Optional<ShardDescriptor> known = catalog.shard(shard);
        if (known.isPresent() && request.ask() instanceof Query.Digest digest)
            return holder(known.get(), digest.replica(), catalog);
        if (known.isPresent()) return new Shard(known.get());
        return new NotOnTheMap(
                new Outcome.Refused(
                        ErrorCode.SHARD_MOVED,
                        "shard "
                                + shard
                                + " is not in the map of version "
                                + catalog.version()
                                + "; ask without naming a shard"));
    }

    private static Target holder(ShardDescriptor shard, ReplicaId replica, Catalog catalog) {
        if (shard.nodeOf(replica).isPresent()) return new Shard(shard);
        return new NotOnTheMap(
                new Outcome.Refused(
                        ErrorCode.SHARD_MOVED,
                        "shard "
                                + shard.shard()
                                + " has no replica "
                                + replica
                                + " in the map of version "
                                + catalog.version()
                                + "; look the replicas up again"));
    }

    /// A scan begins in the shard of its continuation, else in the first that can hold its rows.
    private static Target firstOf(
            Query.Scan scan,
            Request request,
            SortedMap<Bytes, ShardDescriptor> shards,
            Catalog catalog) {
        ShardDescriptor first = shards.values().iterator().next();
        Bytes from = first.partitioning() == Partitioning.RANGE ? scan.from() : Bytes.EMPTY;
        Bytes at = scan.after().compareTo(from) > 0 ? scan.after() : from;
        return atRoutingKey(at, request, catalog);
    }

    private static Target ofAll(
            List<Bytes> keys,
            Request request,
            SortedMap<Bytes, ShardDescriptor> shards,
            Catalog catalog) {
        if (keys.isEmpty())
            return new Never(
                    new Outcome.Refused(
                            ErrorCode.MALFORMED, "a request without any key; name at least one"));
        Partitioning partitioning = shards.values().iterator().next().partitioning();
        Target first = atRoutingKey(partitioning.routingKey(keys.getFirst()), request, catalog);
        if (!(first instanceof Shard one)) return first;
        for (int i = 1; i < keys.size(); i++) {
            if (!one.descriptor().range().contains(partitioning.routingKey(keys.get(i))))
                return new Never(severalShards(keys.getFirst(), keys.get(i)));
        }
        return first;
    }

    private static Target atRoutingKey(Bytes routingKey, Request request, Catalog catalog) {
        Optional<ShardDescriptor> shard = catalog.shardAt(request.table(), routingKey);
        if (shard.isPresent()) return new Shard(shard.get());
        return new NotOnTheMap(
                new Outcome.Refused(
                        ErrorCode.SHARD_MOVED,
                        "no shard of table "
                                + request.table()
                                + " holds this key in the map of version "
                                + catalog.version()
                                + "; try again"));
    }

    private static List<Bytes> keys(Command command) {
        List<Bytes> keys = new ArrayList<>();
        if (command instanceof Command.Operation operation)
            for (Condition condition : operation.conditions()) keys.add(condition.key());
        List<Mutation> mutations =
                switch (command) {
                    case Command.Operation operation -> operation.mutations();
                    case Command.Effects effects -> effects.mutations();
                };
        for (Mutation mutation : mutations) keys.add(mutation.key());
        return keys;
    }

    private static Outcome.Refused severalShards(Bytes one, Bytes other) {
        return new Outcome.Refused(
                ErrorCode.SEVERAL_SHARDS,
                "keys "
                        + one
                        + " and "
                        + other
                        + " lie in different shards, and one request changes or reads one shard;"
                        + " split the request");
    }

    private static Outcome.Refused unknownTable(Request request, Catalog catalog) {
        String known =
                catalog.tables().stream()
                        .map(TableEntry::name)
                        .limit(8)
                        .collect(Collectors.joining(", "));
        return new Outcome.Refused(
                ErrorCode.UNKNOWN_TABLE,
                "there is no table "
                        + request.table()
                        + " in the catalog of version "
                        + catalog.version()
                        + "; it has "
                        + (known.isEmpty() ? "none" : known));
    }
}
