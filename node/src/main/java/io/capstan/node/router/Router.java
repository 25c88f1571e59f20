package io.capstan.node.router;

import io.capstan.core.actor.Liveness;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.Now;
import io.capstan.node.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings each request to a replica that can answer it, and the outcome back to its origin.
///
/// Commands and linearizable reads go to the leader believed; weaker reads to a replica here, then
/// wider. A redirect is followed; who does not answer is asked again or passed over. What is still
/// open when the request's time is over becomes `Unknown` if an attempt may have taken effect, else
/// the last refusal.
///
/// Invariant: `Refused` leaves here for a command only if no attempt can have taken effect.
public final class Router {
    /// The most requests under way; beyond it a new one is refused with `CAP-1103`.
    public static final int MAX_PENDING = 65_536;

    /// The longest that a request is followed, whatever its expiry says.
    static final long MAX_WAIT_MILLIS = 60_000;

    /// Redirects followed at once; after so many the next one waits, so that two replicas that name
    /// each other make no storm.
    static final int REDIRECTS_AT_ONCE = 3;

    /// How long a table or shard may be missing from the map before the request is refused: the map
    /// may be a little old.
    static final long MAP_PATIENCE_NANOS = 1_000_000_000L;

    private static final long MILLI = 1_000_000L;
    private static final long ASK_AGAIN_NANOS = 1_000 * MILLI;
    private static final long LEAST_PAUSE_NANOS = 10 * MILLI;
    private static final int MOST_DOUBLINGS = 5;

    private final Field field;
    private final Catalog catalog;
    private final Randomness random;
    private final Leaders leaders = new Leaders();
    private final Map<RequestId, Pending> pending = new LinkedHashMap<>();
    private final List<Pending> due = new ArrayList<>();
    private long attentionNanos = Long.MAX_VALUE;

    public Router(Field field, Catalog catalog, Randomness random) {
        this.field = field;
        this.catalog = catalog;
        this.random = random;
    }

    /// When the router wants [#elapsed]; [Long#MAX_VALUE] where nothing is under way.
    public long nextAttentionNanos() {
        return attentionNanos;
    }

    public int pending() {
        return pending.size();
    }

    public NodeId leader(ShardId shard) {
        return leaders.of(shard);
    }

    /// A replica here says who leads its shard.
    public void leadership(ShardId shard, NodeId leader) {
        leaders.believe(shard, leader);
    }

    /// A request of a client, or a call from within the node. `remainingMillis`: how long its
    /// answer is of use, 0 for as long as its expiry says.
    public void requested(Now now, Request request, long remainingMillis) {
        Pending known = pending.get(request.id());
        if (known != null) {
            join(known, request.origin());
            return;
        }
        long millis = patience(now, request, remainingMillis);
        if (millis <= 0) {
            refuse(
                    now,
                    request,
                    ErrorCode.EXPIRED,
                    "the request's time was over before it began; ask anew");
        } else if (pending.size() >= MAX_PENDING) {
            refuse(
                    now,
                    request,
                    ErrorCode.OVERLOADED,
                    MAX_PENDING + " requests are under way; try again later");
        } else {
            long begun = now.monotonicNanos();
            Pending fresh = new Pending(request, begun, begun + millis * MILLI);
            pending.put(request.id(), fresh);
            route(now, fresh);
        }
    }

    /// What a replica (or the node that should have it) answered to an attempt.
    public void answered(Now now, NodeId from, RequestId id, Outcome outcome) {
        Pending asked = pending.get(id);
        if (asked == null || asked.shard == null) return;
        switch (outcome) {
            case Outcome.Done done -> done(now, asked, from, done);
            case Outcome.Redirected redirected -> redirected(now, asked, from, redirected);
            case Outcome.Refused refused -> refused(now, asked, from, refused);
            case Outcome.Unknown ignored -> {
                asked.uncertain |= asked.changesState();
                if (!from.equals(asked.open)) return;
                asked.settled();
                pause(now, asked);
            }
        }
    }

    /// Gives up what is over, asks again what has had no answer.
    public void elapsed(Now now) {
        if (now.monotonicNanos() < attentionNanos) return;
        attentionNanos = Long.MAX_VALUE;
        due.clear();
        for (Pending each : pending.values()) {
            if (each.attentionNanos <= now.monotonicNanos()) due.add(each);
            else attentionNanos = Math.min(attentionNanos, each.attentionNanos);
        }
        for (Pending each : due) {
            if (each.deadlineNanos <= now.monotonicNanos()) giveUp(each);
            else askAgain(now, each);
        }
    }

    private void askAgain(Now now, Pending each) {
        if (each.open != null && each.shard != null) {
            leaders.doubt(each.shard.shard(), each.open);
            each.lost();
        }
        route(now, each);
    }

    /// Finds the request's shard by the newest map and asks there.
    private void route(Now now, Pending each) {
        if (each.walk != null && each.shard != null) {
            each.shard = catalog.shard(each.shard.shard()).orElse(each.shard);
            ask(now, each, each.shard);
            return;
        }
        switch (Target.of(each.request, catalog)) {
            case Target.Shard found -> ask(now, each, found.descriptor());
            case Target.Never never -> finish(each, never.why());
            case Target.NotOnTheMap missing -> {
                field.mapIsOld();
                each.lastRefusal = missing.why();
                long waited = each.attempts * (LEAST_PAUSE_NANOS << MOST_DOUBLINGS);
                each.attempts++;
                if (waited < MAP_PATIENCE_NANOS)
                    attendAfter(now, each, LEAST_PAUSE_NANOS << MOST_DOUBLINGS);
                else finish(each, refusal(each, missing.why()));
            }
        }
    }

    private void ask(Now now, Pending each, ShardDescriptor shard) {
        each.shard = shard;
        if (each.walk == null && each.request.shard().isNone() && walks(each.request))
            each.walk = new ScanWalk((Query.Scan) each.request.ask());
        NodeId node = choose(each, shard);
        each.asking(node);
        attendAfter(now, each, ASK_AGAIN_NANOS);
        Request routed = each.request.toShard(shard.shard(), shard.epoch()).via(field.self());
        field.ask(node, each.walk == null ? routed : withAsk(routed, each.walk.next()));
    }

    private boolean walks(Request request) {
        return request.ask() instanceof Query.Scan && catalog.shardsOf(request.table()).size() > 1;
    }

    /// Whom to ask: the leader believed, for what only it can answer well; a replica here for a
    /// weak read; else the members in turn, those believed alive first. A digest has one place.
    private NodeId choose(Pending each, ShardDescriptor shard) {
        if (each.request.ask() instanceof Query.Digest digest)
            return shard.nodeOf(digest.replica()).orElseThrow();
        NodeId leader = leaders.of(shard.shard());
        boolean weak =
                each.request.ask() instanceof Query
                        && !(each.request.level() instanceof Consistency.Linearizable);
        boolean here = field.holds(shard.shard()) && !each.asked.contains(field.self());
        boolean widened = each.asked.size() > shard.members().size();
        if (here && (weak || leader.isNone())) return field.self();
        if (!leader.isNone() && (!weak || widened)) return leader;
        return inTurn(each, shard);
    }

    private NodeId inTurn(Pending each, ShardDescriptor shard) {
        List<NodeId> alive = new ArrayList<>();
        List<NodeId> doubted = new ArrayList<>();
        for (Member member : shard.members())
            (field.liveness(member.node()) == Liveness.ALIVE ? alive : doubted).add(member.node());
        alive.addAll(doubted);
        for (NodeId node : alive) if (!each.asked.contains(node)) return node;
        return alive.isEmpty() ? field.self() : alive.get(each.attempts % alive.size());
    }

    private void done(Now now, Pending asked, NodeId from, Outcome.Done done) {
        if (asked.changesState()) leaders.believe(done.shard(), from);
        ScanWalk walk = asked.walk;
        ShardDescriptor shard = asked.shard;
        if (walk == null || shard == null || !(done.result() instanceof Result.Rows page)) {
            finish(asked, done);
            return;
        }
        if (!done.shard().equals(shard.shard())) return;
        Optional<ShardDescriptor> following =
                walk.following(shard, catalog.shardsOf(asked.request.table()));
        Optional<Outcome> whole = walk.take(done, page, shard, following);
        if (whole.isPresent()) {
            finish(asked, whole.get());
        } else {
            asked.asked.clear();
            asked.settled();
            ask(now, asked, following.orElseThrow());
        }
    }

    private void redirected(Now now, Pending asked, NodeId from, Outcome.Redirected redirected) {
        if (redirected.leader().isNone() || redirected.leader().equals(from))
            leaders.doubt(redirected.shard(), from);
        else leaders.believe(redirected.shard(), redirected.leader());
        if (asked.shard != null && redirected.epoch() > asked.shard.epoch()) field.mapIsOld();
        if (!from.equals(asked.open)) return;
        asked.settled();
        boolean follow =
                !redirected.leader().isNone()
                        && !redirected.leader().equals(from)
                        && asked.redirects++ < REDIRECTS_AT_ONCE;
        if (follow) route(now, asked);
        else pause(now, asked);
    }

    private void refused(Now now, Pending asked, NodeId from, Outcome.Refused refused) {
        boolean elsewhere =
                switch (refused.code()) {
                    case NO_LEADER,
                            NO_QUORUM,
                            REPLICA_FAILED,
                            NODE_STOPS,
                            NODE_REMOVED,
                            SHARD_MOVED,
                            DISK_STALLED,
                            LEVEL_UNPROVEN ->
                            true;
                    case OVERLOADED,
                            DISK_FULL,
                            EXPIRED,
                            FORGOTTEN,
                            LEVEL_UNAVAILABLE,
                            BELOW_FLOOR,
                            UNKNOWN_TABLE,
                            TABLE_EXISTS,
                            IMPOSSIBLE_POLICY,
                            SYSTEM_TABLE,
                            NOT_ENOUGH_NODES,
                            UNKNOWN_NODE,
                            NODE_BUSY,
                            NODE_UNFIT,
                            KEY_TOO_LARGE,
                            VALUE_TOO_LARGE,
                            SEVERAL_SHARDS,
                            TOO_MANY_PARTS,
                            MALFORMED,
                            MEMBER_CHANGE_REFUSED,
                            TRANSFER_REFUSED,
                            NOT_OF_THIS_CLUSTER,
                            INCOMPATIBLE_VERSION,
                            TOO_SLOW,
                            NO_SUCH_PAGE,
                            WRONG_METHOD,
                            NOT_READY,
                            NOT_SAFE_TO_STOP,
                            NODE_SILENT ->
                            false;
                };
        if (!from.equals(asked.open)) return;
        asked.settled();
        asked.lastRefusal = refused;
        if (refused.code() == ErrorCode.SHARD_MOVED) field.mapIsOld();
        if (asked.shard != null) leaders.doubt(asked.shard.shard(), from);
        if (!elsewhere) finish(asked, refusal(asked, refused));
        else if (refused.code() == ErrorCode.LEVEL_UNPROVEN && unaskedMember(asked))
            route(now, asked);
        else pause(now, asked);
    }

    private static boolean unaskedMember(Pending asked) {
        return asked.shard != null
                && !(asked.request.ask() instanceof Query.Digest)
                && asked.shard.members().stream().anyMatch(m -> !asked.asked.contains(m.node()));
    }

    private void giveUp(Pending each) {
        Outcome.Refused last =
                each.lastRefusal != null
                        ? each.lastRefusal
                        : new Outcome.Refused(
                                ErrorCode.NO_LEADER,
                                "no replica of "
                                        + (each.shard == null ? "its shard" : each.shard.shard())
                                        + " answered in time, asked "
                                        + each.asked
                                        + "; try again");
        finish(each, refusal(each, last));
    }

    /// A refusal is told only where it is the whole truth.
    private static Outcome refusal(Pending each, Outcome.Refused refused) {
        if (!each.mayHaveTakenEffect() || !circumstance(refused.code())) return refused;
        return new Outcome.Unknown(
                "an attempt at "
                        + each.asked
                        + " may have taken effect; the last answer was: "
                        + refused.message());
    }

    /// Whether the refusal came of the moment (the 11xx codes), not of what was asked: what was
    /// asked wrongly cannot have taken effect in any attempt.
    private static boolean circumstance(ErrorCode code) {
        return code.number() / 100 == 11;
    }

    private void pause(Now now, Pending each) {
        long pause = LEAST_PAUSE_NANOS << Math.min(each.attempts, MOST_DOUBLINGS);
        each.redirects = 0;
        attendAfter(now, each, pause + random.below(pause));
    }

    private void attendAfter(Now now, Pending each, long nanos) {
        each.attendAt(now.monotonicNanos() + nanos);
        attentionNanos = Math.min(attentionNanos, each.attentionNanos);
    }

    private void finish(Pending each, Outcome outcome) {
        pending.remove(each.request.id());
        field.finished(each.request, each.begunNanos, outcome);
        for (NodeId origin : each.origins) field.conclude(origin, each.request.id(), outcome);
    }

    private void refuse(Now now, Request request, ErrorCode code, String why) {
        Outcome refused = new Outcome.Refused(code, why);
        field.finished(request, now.monotonicNanos(), refused);
        field.conclude(request.origin(), request.id(), refused);
    }

    /// The same request through another path: both get the outcome.
    private static void join(Pending known, NodeId origin) {
        if (!known.origins.contains(origin) && known.origins.size() < Pending.MAX_ORIGINS)
            known.origins.add(origin);
    }

    private static long patience(Now now, Request request, long remainingMillis) {
        long byExpiry = request.tag().expiry().millis() - now.hybrid().millis();
        long byEnvelope = remainingMillis > 0 ? remainingMillis : MAX_WAIT_MILLIS;
        return Math.min(MAX_WAIT_MILLIS, Math.min(byExpiry, byEnvelope));
    }

    private static Request withAsk(Request request, Query ask) {
        return new Request(
                request.tag(),
                request.origin(),
                request.table(),
                request.shard(),
                request.epoch(),
                request.level(),
                request.token(),
                request.trace(),
                ask);
    }
}
