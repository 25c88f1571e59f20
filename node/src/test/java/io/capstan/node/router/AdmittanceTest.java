package io.capstan.node.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Limits;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.catalog.Catalog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmittanceTest {
    private static final TableId TABLE = new TableId(7);
    private static final RequestTag TAG =
            new RequestTag(new RequestId(new ClientId(1), 1), 1, HybridTime.MAX);

    private final Catalog catalog = new Catalog();

    AdmittanceTest() {
        TablePolicy policy =
                new TablePolicy(
                        "raft",
                        3,
                        12,
                        Partitioning.HASH,
                        Duration.ofMinutes(10),
                        Consistency.LINEARIZABLE,
                        Optional.of(Consistency.CAUSAL));
        TableEntry entry = new TableEntry(TABLE, "carts", policy);
        catalog.learn(
                CatalogKeys.table("carts"), Optional.of(TableEntryCodec.INSTANCE.encode(entry)), 1);
    }

    private Optional<ErrorCode> refusal(TableId table, Consistency level, Ask ask) {
        Request request =
                new Request(
                        TAG,
                        NodeId.client(1),
                        table,
                        ShardId.NONE,
                        0,
                        level,
                        SessionToken.NONE,
                        TraceContext.NONE,
                        ask);
        return Admittance.refusal(request, catalog).map(Outcome.Refused::code);
    }

    private static Command put(Bytes key, Bytes value) {
        return new Command.Operation(TAG, List.of(), List.of(new Mutation.Put(key, value)));
    }

    private static Query get() {
        return new Query.Get(List.of(Bytes.utf8("k")));
    }

    @Test
    void aReadBelowTheFloorIsRefusedAndOneThatEqualsItIsNot() {
        assertThat(refusal(TABLE, Consistency.EVENTUAL, get())).contains(ErrorCode.BELOW_FLOOR);
        assertThat(refusal(TABLE, Consistency.CAUSAL, get())).isEmpty();
        assertThat(refusal(TABLE, Consistency.LINEARIZABLE, get())).isEmpty();
    }

    @Test
    void aWriteIsNotJudgedByTheFloorOfReads() {
        Command write = put(Bytes.utf8("k"), Bytes.EMPTY);

        assertThat(refusal(TABLE, Consistency.EVENTUAL, write)).isEmpty();
    }

    @Test
    void aTableThatIsNotKnownHereIsTheRoutersMatter() {
        assertThat(refusal(new TableId(99), Consistency.EVENTUAL, get())).isEmpty();
    }

    @Test
    void aValueOverTheLimitIsRefusedWhateverTheTable() {
        Command large = put(Bytes.utf8("k"), Bytes.wrap(new byte[Limits.MAX_VALUE_BYTES + 1]));

        assertThat(refusal(TABLE, Consistency.LINEARIZABLE, large))
                .contains(ErrorCode.VALUE_TOO_LARGE);
    }

    @Test
    void aClientDoesNotWriteTheSystemTableButMayReadIt() {
        Command forged = put(CatalogKeys.NEXT_TABLE, Bytes.EMPTY);

        assertThat(refusal(TableId.SYSTEM, Consistency.LINEARIZABLE, forged))
                .contains(ErrorCode.SYSTEM_TABLE);
        assertThat(refusal(TableId.SYSTEM, Consistency.LINEARIZABLE, get())).isEmpty();
    }

    @Test
    void aRequestThatNeverExpiresIsRefusedWithTheBound() {
        Request forEver =
                new Request(
                        TAG,
                        NodeId.client(1),
                        TABLE,
                        ShardId.NONE,
                        0,
                        Consistency.LINEARIZABLE,
                        SessionToken.NONE,
                        TraceContext.NONE,
                        get());
        assertThat(Admittance.refusalOfExpiry(forEver, HybridTime.ofMillis(1_000)))
                .hasValueSatisfying(why ->
                        assertThat(why.message())
                                .contains("the most are " + Limits.MAX_LIFE.toMillis()));
        assertThat(Admittance.refusalOfExpiry(forEver, HybridTime.MAX)).isEmpty();
    }
}
