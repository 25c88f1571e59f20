package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntry.Work;
import io.capstan.core.catalog.JobEntryCodec;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.time.HybridTime;
import io.capstan.core.time.Now;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Does the deeds of the whole cluster for whoever asks this node, such as making a table or
/// beginning a job: works the change out, has it applied by the system group, and works it out
/// again where the map had changed meanwhile.
///
/// A repeated request that comes to the same node gets the outcome of the first. At another node it
/// finds the table there, or gone, and is refused as any second one is; a job that is wanted again
/// while it runs is the same job.
public final class ClusterDeeds implements Clerk {
    /// The most deeds under way; a further one is refused with `CAP-1103`.
    static final int MAX_UNDER_WAY = 64;

    /// How often a deed is worked out anew because others changed the map.
    static final int MAX_TRIES = 16;

    /// How many outcomes are kept for repeated requests.
    private static final int MAX_REMEMBERED = 256;

    private record Making(
            RequestId asked, Administer.OfCluster wish, ClusterDeed deed, int tries) {}

    private final Catalog catalog;
    private final SystemCalls calls;
    private final List<String> protocols;
    private final Predicate<NodeId> alive;
    private final SortedMap<RequestId, Making> underWay = new TreeMap<>();
    private final Map<RequestId, Outcome> remembered = new LinkedHashMap<>();

    /// `protocols`: the names of those that exist. `alive`: which nodes this one believes alive.
    public ClusterDeeds(
            Catalog catalog, SystemCalls calls, List<String> protocols, Predicate<NodeId> alive) {
        this.catalog = catalog;
        this.calls = calls;
        this.protocols = List.copyOf(protocols);
        this.alive = alive;
    }

    @Override
    public void requested(Now now, Request request, Outbox<NoMessage> out) {
        if (!(request.ask() instanceof Administer.OfCluster wish)) return;
        Outcome known = remembered.get(request.id());
        if (known != null) out.reply(request.id(), known);
        else make(now, request.id(), wish, 1, out);
    }

    private void make(
            Now now, RequestId id, Administer.OfCluster wish, int tries, Outbox<NoMessage> out) {
        Optional<Outcome> answer = answer(wish, tries);
        if (answer.isPresent()) {
            finish(id, answer.get(), out);
            return;
        }
        ClusterDeed deed =
                switch (wish) {
                    case Administer.CreateTable(String name, TablePolicy policy) ->
                            TableCreation.of(catalog, name, policy, nodes());
                    case Administer.DropTable(String name) -> TableRemoval.of(catalog, name);
                    case Administer.ReplaceNode(NodeId node, NodeId replacement) ->
                            JobCreation.of(catalog, new Work.Replace(node, replacement));
                    case Administer.RemoveNode(NodeId node) ->
                            JobCreation.of(catalog, new Work.Remove(node));
                };
        Request call = calls.change(now, deed.conditions(), deed.mutations());
        underWay.put(call.id(), new Making(id, wish, deed, tries));
        out.call(call);
    }

    /// What can be said at once, without any change; empty where there is something to do.
    private Optional<Outcome> answer(Administer.OfCluster wish, int tries) {
        if (catalog.version() == 0) return Optional.of(notFounded());
        Optional<? extends Outcome> atOnce =
                switch (wish) {
                    case Administer.CreateTable(String name, TablePolicy policy) ->
                            TableCreation.refusal(name, policy, protocols, nodes().size());
                    case Administer.DropTable(String name) -> TableRemoval.refusal(catalog, name);
                    case Administer.ReplaceNode(NodeId node, NodeId replacement) ->
                            job(new Work.Replace(node, replacement));
                    case Administer.RemoveNode(NodeId node) -> job(new Work.Remove(node));
                };
        if (atOnce.isPresent()) return Optional.of(atOnce.get());
        if (underWay.size() < MAX_UNDER_WAY && calls.hasRoom() && tries <= MAX_TRIES)
            return Optional.empty();
        return Optional.of(
                new Outcome.Refused(
                        ErrorCode.OVERLOADED,
                        "too many deeds of the whole cluster are under way at once; try again"
                                + " later"));
    }

    /// The same job may be running already.
    private Optional<? extends Outcome> job(Work work) {
        Optional<JobEntry> same = catalog.jobOn(work.node()).filter(job -> job.work().equals(work));
        if (same.isEmpty()) return JobCreation.refusal(catalog, work, alive);
        Bytes value = JobEntryCodec.INSTANCE.encode(same.get());
        Row row = new Row(CatalogKeys.job(same.get().id()), value, HybridTime.ZERO);
        return Optional.of(
                new Outcome.Done(
                        new Result.Rows(List.of(row), Bytes.EMPTY),
                        ShardId.SYSTEM,
                        catalog.version(),
                        HybridTime.ZERO));
    }

    /// The nodes on which a new table may lie: one that is being emptied gets nothing more.
    private List<NodeId> nodes() {
        return catalog.nodes().stream()
                .map(NodeEntry::id)
                .filter(node -> catalog.jobOn(node).isEmpty())
                .toList();
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

    /// Something is not as it was known here: it is tried with what is known now, where it still
    /// can be done.
    private void conflict(
            Now now, Making making, Result.ConditionFailed failed, Outbox<NoMessage> out) {
        Optional<Bytes> actual = failed.actual().stream().map(Row::value).findFirst();
        catalog.learn(failed.key(), actual, catalog.version());
        Optional<Outcome.Refused> refused =
                failed.key().equals(CatalogKeys.CLUSTER_VERSION)
                        ? Optional.of(notFounded())
                        : making.deed.refusalSince(failed.key(), actual);
        if (refused.isPresent()) finish(making.asked, refused.get(), out);
        else make(now, making.asked, making.wish, making.tries + 1, out);
    }

    private static Outcome done(ClusterDeed deed, Outcome.Done done) {
        Row row = new Row(deed.key(), deed.value(), done.stamp());
        return new Outcome.Done(
                new Result.Rows(List.of(row), Bytes.EMPTY),
                done.shard(),
                done.index(),
                done.stamp());
    }

    /// What would be the same for ever is kept, so that a late copy of a request that was refused
    /// is not carried out after all.
    private void finish(RequestId id, Outcome outcome, Outbox<NoMessage> out) {
        boolean settled =
                outcome instanceof Outcome.Done
                        || (outcome instanceof Outcome.Refused refused
                                && refused.code().retry() != ErrorCode.Retry.SAFE);
        if (settled) remembered.put(id, outcome);
        if (remembered.size() > MAX_REMEMBERED)
            remembered.remove(remembered.keySet().iterator().next());
        out.reply(id, outcome);
    }

    @Override
    public Status status() {
        return new Status(
                underWay.isEmpty() ? "idle" : "changing",
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
