package io.capstan.node.router;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
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
    private final Choice choice;
    private final Map<RequestId, Pending> pending = new LinkedHashMap<>();
    private final List<Pending> due = new ArrayList<>();
    private long attentionNanos = Long.MAX_VALUE;

    public Router(Field field, Catalog catalog, Randomness random) {
        this.field = field;
        this.catalog = catalog;
        this.random = random;
        this.choice = new Choice(field, leaders);
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
                else finish(each, Refusals.told(each, missing.why()));
            }
        }
    }

    private void ask(Now now, Pending each, ShardDescriptor shard) {
        each.shard = shard;
        if (each.walk == null && each.request.shard().isNone() && walks(each.request))
            each.walk = new ScanWalk((Query.Scan) each.request.ask());
        NodeId node = choice.of(each, shard);
        each.asking(node);
        attendAfter(now, each, ASK_AGAIN_NANOS);
        Request routed = each.request.toShard(shard.shard(), shard.epoch()).via(field.self());
        field.ask(node, each.walk == null ? routed : withAsk(routed, each.walk.next()));
    }

    private boolean walks(Request request) {
        return request.ask() instanceof Query.Scan && catalog.shardsOf(request.table()).size() > 1;
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
        if (!from.equals(asked.open)) return;
        asked.settled();
        asked.lastRefusal = refused;
        if (refused.code() == ErrorCode.SHARD_MOVED) field.mapIsOld();
        if (asked.shard != null) leaders.doubt(asked.shard.shard(), from);
        if (!Refusals.mayGoElsewhere(refused.code())) finish(asked, Refusals.told(asked, refused));
        else if (refused.code() == ErrorCode.LEVEL_UNPROVEN && Choice.leavesAny(asked))
            route(now, asked);
        else pause(now, asked);
    }

    private void giveUp(Pending each) {
        finish(each, Refusals.late(each));
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
