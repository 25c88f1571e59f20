package io.capstan.node.catalog;

import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Administer;
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

/// Makes tables for whoever asks this node: works the change out, has it applied by the system
/// group, and works it out again where the map had changed meanwhile.
///
/// A repeated request that comes to the same node gets the outcome of the first. At another node it
/// finds the table there, and is refused as any second creation is.
public final class TableMaker implements Clerk {
    /// The most creations under way; a further one is refused with `CAP-1103`.
    static final int MAX_UNDER_WAY = 64;

    /// How often a creation is worked out anew because others changed the map.
    static final int MAX_TRIES = 16;

    /// How many outcomes are kept for repeated requests.
    private static final int MAX_REMEMBERED = 256;

    private record Making(
            RequestId asked, Administer.CreateTable wish, TableCreation creation, int tries) {}

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

    @Override
    public void requested(Now now, Request request, Outbox<NoMessage> out) {
        if (!(request.ask() instanceof Administer.CreateTable wish)) return;
        Outcome known = remembered.get(request.id());
        if (known != null) out.reply(request.id(), known);
        else make(now, request.id(), wish, 1, out);
    }

    private void make(
            Now now, RequestId id, Administer.CreateTable wish, int tries, Outbox<NoMessage> out) {
        List<NodeId> nodes = catalog.nodes().stream().map(NodeEntry::id).toList();
        Optional<Outcome.Refused> refusal =
                TableCreation.refusal(wish.name(), wish.policy(), protocols, nodes.size());
        if (catalog.version() == 0) {
            finish(id, notFounded(), out);
        } else if (refusal.isPresent()) {
            finish(id, refusal.get(), out);
        } else if (underWay.size() >= MAX_UNDER_WAY || !calls.hasRoom() || tries > MAX_TRIES) {
            finish(
                    id,
                    new Outcome.Refused(
                            ErrorCode.OVERLOADED,
                            "too many tables are being made at once; try again later"),
                    out);
        } else {
            TableCreation creation = TableCreation.of(catalog, wish.name(), wish.policy(), nodes);
            Request call = calls.change(now, creation.conditions(), creation.mutations());
            underWay.put(call.id(), new Making(id, wish, creation, tries));
            out.call(call);
        }
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
            for (Mutation mutation : making.creation.mutations())
                if (mutation instanceof Mutation.Put put)
                    catalog.learn(put.key(), Optional.of(put.value()), catalog.version());
            finish(making.asked, made(making.creation, done), out);
        }
    }

    private static Outcome notFounded() {
        return new Outcome.Refused(
                ErrorCode.NO_LEADER,
                "the system group has not told this node the map yet; try again soon");
    }

    /// Another table has the name, or has taken the ids: then it is tried with what is known now.
    private void conflict(
            Now now, Making making, Result.ConditionFailed failed, Outbox<NoMessage> out) {
        catalog.learn(
                failed.key(),
                failed.actual().stream().map(Row::value).findFirst(),
                catalog.version());
        if (failed.key().equals(CatalogKeys.table(making.wish.name())))
            finish(
                    making.asked,
                    new Outcome.Refused(
                            ErrorCode.TABLE_EXISTS,
                            "there is a table '"
                                    + making.wish.name()
                                    + "' already; use another name"),
                    out);
        else if (failed.key().equals(CatalogKeys.CLUSTER_VERSION))
            finish(making.asked, notFounded(), out);
        else make(now, making.asked, making.wish, making.tries + 1, out);
    }

    private static Outcome made(TableCreation creation, Outcome.Done done) {
        Row row =
                new Row(
                        CatalogKeys.table(creation.table().name()),
                        TableEntryCodec.INSTANCE.encode(creation.table()),
                        done.stamp());
        return new Outcome.Done(
                new Result.Rows(List.of(row), io.capstan.core.Bytes.EMPTY),
                done.shard(),
                done.index(),
                done.stamp());
    }

    private void finish(RequestId id, Outcome outcome, Outbox<NoMessage> out) {
        boolean settled =
                outcome instanceof Outcome.Done
                        || (outcome instanceof Outcome.Refused refused
                                && refused.code() == ErrorCode.TABLE_EXISTS);
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
