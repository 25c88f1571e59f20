package io.capstan.node.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Liveness;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.request.Result;
import io.capstan.core.time.HybridTime;
import io.capstan.core.time.Now;
import io.capstan.core.time.TimeInterval;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.catalog.Catalog;
import io.capstan.node.catalog.FoundingRows;
import io.capstan.node.identity.Founding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The router of n1, which holds no replica unless a test says so; the system group is on n1 to n3.
class RouterTest {
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId N3 = new NodeId(3);
    private static final NodeId CLIENT = NodeId.client(5);

    private record Asked(NodeId node, Request request) {}

    private final List<Asked> asked = new ArrayList<>();
    private final List<Outcome> concluded = new ArrayList<>();
    private final List<String> finished = new ArrayList<>();
    private final Catalog catalog = new Catalog();
    private boolean holds;
    private long millis = 1_000;
    private long number;

    private final Router router =
            new Router(
                    new Field() {
                        @Override
                        public NodeId self() {
                            return N1;
                        }

                        @Override
                        public boolean holds(ShardId shard) {
                            return holds;
                        }

                        @Override
                        public Liveness liveness(NodeId node) {
                            return Liveness.ALIVE;
                        }

                        @Override
                        public void ask(NodeId node, Request request) {
                            asked.add(new Asked(node, request));
                        }

                        @Override
                        public void conclude(NodeId origin, RequestId id, Outcome outcome) {
                            concluded.add(outcome);
                        }

                        @Override
                        public void finished(Request request, long begun, Outcome outcome) {
                            finished.add(request.id() + " since " + begun + ": " + outcome);
                        }

                        @Override
                        public void mapIsOld() {}
                    },
                    catalog,
                    new Randomness(1));

    RouterTest() {
        Founding founding =
                new Founding(
                        new ClusterId(1),
                        List.of(
                                new NodeEntry(N1, "n1", "a"),
                                new NodeEntry(N2, "n2", "b"),
                                new NodeEntry(N3, "n3", "c")));
        catalog.learnAll(FoundingRows.of(founding), 1);
    }

    private Now now() {
        return new Now(
                millis * 1_000_000, TimeInterval.around(millis, 0), HybridTime.ofMillis(millis));
    }

    private void pass(long more) {
        long end = millis + more;
        while (millis < end) {
            millis += 5;
            router.elapsed(now());
        }
    }

    private Request request(Consistency level, Function<RequestTag, Ask> ask) {
        RequestTag tag =
                new RequestTag(
                        new RequestId(new ClientId(1), ++number),
                        1,
                        HybridTime.ofMillis(millis + 3_000));
        return new Request(
                tag,
                CLIENT,
                TableId.SYSTEM,
                ShardId.NONE,
                0,
                level,
                SessionToken.NONE,
                TraceContext.NONE,
                ask.apply(tag));
    }

    private Request put() {
        return request(
                Consistency.LINEARIZABLE,
                tag ->
                        new Command.Operation(
                                tag,
                                List.of(),
                                List.of(new Mutation.Put(CatalogKeys.NEXT_TABLE, Bytes.EMPTY))));
    }

    private Request get(Consistency level) {
        return request(level, tag -> new Query.Get(List.of(CatalogKeys.NEXT_TABLE)));
    }

    private Outcome.Done done(Request request) {
        return new Outcome.Done(Result.WRITTEN, ShardId.SYSTEM, 9, request.tag().expiry());
    }

    private void refuse(NodeId from, Request request, ErrorCode code) {
        router.answered(now(), from, request.id(), new Outcome.Refused(code, "no"));
    }

    @Test
    void aRedirectIsFollowedAndTheLeaderRemembered() {
        Request put = put();
        router.requested(now(), put, 0);
        NodeId first = asked.getFirst().node();
        NodeId leader = first.equals(N2) ? N3 : N2;
        router.answered(now(), first, put.id(), new Outcome.Redirected(ShardId.SYSTEM, leader, 1));
        router.answered(now(), leader, put.id(), done(put));
        router.requested(now(), put(), 0);

        assertThat(asked).extracting(Asked::node).containsExactly(first, leader, leader);
        assertThat(concluded).containsExactly(done(put));
        assertThat(asked.getLast().request().origin()).isEqualTo(N1);
    }

    @Test
    void aCommandRefusedEverywhereOnceIsRefusedInTheEnd() {
        Request put = put();
        router.requested(now(), put, 500);
        NodeId only = asked.getFirst().node();
        refuse(only, put, ErrorCode.OVERLOADED);

        assertThat(concluded).containsExactly(new Outcome.Refused(ErrorCode.OVERLOADED, "no"));
    }

    @Test
    void aCommandWithoutAnAnswerBecomesUnknownAtItsEnd() {
        Request put = put();
        router.requested(now(), put, 0);

        pass(3_100);

        assertThat(concluded).hasSize(1);
        assertThat(concluded.getFirst()).isInstanceOf(Outcome.Unknown.class);
        assertThat(router.pending()).isZero();
    }

    @Test
    void aCommandAskedTwiceOfOneNodeIsNeverSaidToBeRefusedForTheMomentsSake() {
        Request put = put();
        router.requested(now(), put, 0);
        for (int i = 0; i < 200 && concluded.isEmpty(); i++) {
            refuse(asked.getLast().node(), put, ErrorCode.NO_LEADER);
            pass(50);
        }

        assertThat(asked.size()).isGreaterThan(3);
        assertThat(concluded.getFirst()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aReadWithoutAnAnswerIsRefusedAtItsEnd() {
        router.requested(now(), get(Consistency.LINEARIZABLE), 0);

        pass(3_100);

        assertThat(concluded.getFirst()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aWeakReadIsAskedHereFirstAndThenWider() {
        holds = true;
        Request get = get(Consistency.CAUSAL);
        router.requested(now(), get, 0);
        refuse(N1, get, ErrorCode.LEVEL_UNPROVEN);
        NodeId second = asked.getLast().node();
        refuse(second, get, ErrorCode.LEVEL_UNPROVEN);

        assertThat(asked).extracting(Asked::node).startsWith(N1);
        assertThat(asked.stream().map(Asked::node).distinct())
                .containsExactlyInAnyOrder(N1, N2, N3);
    }

    @Test
    void aRequestTwiceUnderOneIdIsAskedOnceAndAnsweredToBothOrigins() {
        Request put = put();
        router.requested(now(), put, 0);
        router.requested(now(), put.via(NodeId.client(6)), 0);
        router.answered(now(), asked.getFirst().node(), put.id(), done(put));

        assertThat(asked).hasSize(1);
        assertThat(concluded).hasSize(2);
        assertThat(finished).hasSize(1);
    }

    @Test
    void aRequestWhoseTimeIsOverIsRefusedAtOnce() {
        Request put = put();
        millis += 4_000;
        router.requested(now(), put, 0);

        assertThat(asked).isEmpty();
        assertThat(((Outcome.Refused) concluded.getFirst()).code()).isEqualTo(ErrorCode.EXPIRED);
    }
}
