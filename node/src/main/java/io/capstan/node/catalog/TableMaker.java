package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.time.Now;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes and drops tables for whoever asks this node: works the change out, has it applied by the
/// system group, and works it out again where the map had changed meanwhile.
///
/// A repeated request that comes to the same node gets the outcome of the first. At another node it
/// finds the table there, or gone, and is refused as any second one is.
public final class TableMaker implements Clerk {
    /// The most deeds under way; a further one is refused with `CAP-1103`.
    static final int MAX_UNDER_WAY = 64;

    /// How often a deed is worked out anew because others changed the map.
    static final int MAX_TRIES = 16;

    /// How many outcomes are kept for repeated requests.
    private static final int MAX_REMEMBERED = 256;

    private record Making(RequestId asked, Administer wish, TableDeed deed, int tries) {}

    private final Catalog catalog;
    private final SystemCalls calls;
    private final List<String> protocols;
    private final SortedMap<RequestId, Making> underWay = new TreeMap<>();
    private final Map<RequestId, Outcome> remembered = new LinkedHashMap<>();

    public TableMaker(Catalog catalog, SystemCalls calls, List<String> protocols) {
        this.catalog = catalog;
        this.calls = calls;
        this.protocols = List.copyOf(protocols);
    }

    /// Whether this is for the node's table maker, and not for a shard.
    public static boolean isFor(Ask ask) {
        return ask instanceof Administer.CreateTable || ask instanceof Administer.DropTable;
    }

    @Override
    public void requested(Now now, Request request, Outbox<NoMessage> out) {
        if (!(request.ask() instanceof Administer wish) || !isFor(wish)) return;
        Outcome known = remembered.get(request.id());
        if (known != null) out.reply(request.id(), known);
        else make(now, request.id(), wish, 1, out);
    }

    private void make(Now now, RequestId id, Administer wish, int tries, Outbox<NoMessage> out) {
        Optional<Outcome.Refused> refusal = refusal(wish, tries);
        if (refusal.isPresent()) {
            finish(id, refusal.get(), out);
            return;
        }
        TableDeed deed = deed(wish);
        Request call = calls.change(now, deed.conditions(), deed.mutations());
        underWay.put(call.id(), new Making(id, wish, deed, tries));
        out.call(call);
    }

    private Optional<Outcome.Refused> refusal(Administer wish, int tries) {
        if (catalog.version() == 0) return Optional.of(notFounded());
        Optional<Outcome.Refused> never =
                wish instanceof Administer.CreateTable create
                        ? TableCreation.refusal(
                                create.name(), create.policy(), protocols, nodes().size())
                        : TableRemoval.refusal(catalog, name(wish));
        if (never.isPresent()) return never;
        if (underWay.size() < MAX_UNDER_WAY && calls.hasRoom() && tries <= MAX_TRIES)
            return Optional.empty();
        return Optional.of(
                new Outcome.Refused(
                        ErrorCode.OVERLOADED,
                        "too many tables are being made and dropped at once; try again later"));
    }

    private TableDeed deed(Administer wish) {
        return wish instanceof Administer.CreateTable create
                ? TableCreation.of(catalog, create.name(), create.policy(), nodes())
                : TableRemoval.of(catalog, name(wish));
    }

    private List<NodeId> nodes() {
        return catalog.nodes().stream().map(NodeEntry::id).toList();
    }

    private static String name(Administer wish) {
        return switch (wish) {
            case Administer.CreateTable create -> create.name();
            case Administer.DropTable drop -> drop.name();
            case Administer.ChangeMembers _, Administer.TransferLeadership _ ->
                    throw new IllegalArgumentException(
                            "a deed of a shard, not of a table: " + wish);
        };
    }

    @Override
    public void answered(Now now, RequestId call, Outcome outcome, Outbox<NoMessage> out) {
        Making making = underWay.remove(call);
        calls.answered(call);
        if (making == null) return;
        if (!(outcome instanceof Outcome.Done done)) {
            finish(making.asked, outcome, out);
        } else if (done.result() instanceof Result.ConditionFailed failed) {
            conflict(now, making, failed, out);
        } else {
            making.deed.mutations().forEach(this::learn);
            finish(making.asked, done(making.deed, done), out);
        }
    }

    private void learn(Mutation mutation) {
        Optional<Bytes> value =
                mutation instanceof Mutation.Put put ? Optional.of(put.value()) : Optional.empty();
        catalog.learn(mutation.key(), value, catalog.version());
    }

    private static Outcome.Refused notFounded() {
        return new Outcome.Refused(
                ErrorCode.NO_LEADER,
                "the system group has not told this node the map yet; try again soon");
    }

    /// Another table has the name or has taken the ids, or this one is gone: then it is tried with
    /// what is known now.
    private void conflict(
            Now now, Making making, Result.ConditionFailed failed, Outbox<NoMessage> out) {
        Optional<Bytes> actual = failed.actual().stream().map(Row::value).findFirst();
        catalog.learn(failed.key(), actual, catalog.version());
        boolean named = failed.key().equals(CatalogKeys.table(name(making.wish)));
        if (failed.key().equals(CatalogKeys.CLUSTER_VERSION))
            finish(making.asked, notFounded(), out);
        else if (named && making.deed instanceof TableCreation)
            finish(
                    making.asked,
                    new Outcome.Refused(
                            ErrorCode.TABLE_EXISTS,
                            "there is a table '"
                                    + name(making.wish)
                                    + "' already; use another name"),
                    out);
        else if (named && actual.isEmpty())
            finish(
                    making.asked,
                    new Outcome.Refused(
                            ErrorCode.UNKNOWN_TABLE,
                            "there is no table '" + name(making.wish) + "' any more"),
                    out);
        else make(now, making.asked, making.wish, making.tries + 1, out);
    }

    private static Outcome done(TableDeed deed, Outcome.Done done) {
        Row row =
                new Row(
                        CatalogKeys.table(deed.table().name()),
                        TableEntryCodec.INSTANCE.encode(deed.table()),
                        done.stamp());
        return new Outcome.Done(
                new Result.Rows(List.of(row), Bytes.EMPTY),
                done.shard(),
                done.index(),
                done.stamp());
    }

    private void finish(RequestId id, Outcome outcome, Outbox<NoMessage> out) {
        boolean settled =
                outcome instanceof Outcome.Done
                        || (outcome instanceof Outcome.Refused refused
                                && (refused.code() == ErrorCode.TABLE_EXISTS
                                        || refused.code() == ErrorCode.UNKNOWN_TABLE));
        if (settled) remembered.put(id, outcome);
        if (remembered.size() > MAX_REMEMBERED)
            remembered.remove(remembered.keySet().iterator().next());
        out.reply(id, outcome);
    }

    @Override
    public Status status() {
        return new Status(
                underWay.isEmpty() ? "idle" : "making",
                0,
                0,
                catalog.version(),
                0,
                NodeId.NONE,
                "under_way=" + underWay.size());
    }

    @Override
    public void checkInvariants() {}
}
