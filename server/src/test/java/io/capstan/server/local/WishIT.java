package io.capstan.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.client.Wish;
import io.capstan.client.net.Address;
import io.capstan.client.net.Answer;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.client.net.Receipt;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a program says with a request and gets back, on three real nodes.
class WishIT {
    private static final Bytes KEY = Bytes.utf8("counter");

    @TempDir Path folder;
    private LocalCluster cluster;
    private CapstanClient writer;
    private Table table;

    @BeforeEach
    void startThree() {
        cluster = LocalCluster.start(new LocalCluster.Plan(folder, 3, OptionalInt.of(0), false));
        writer = to(cluster.entries());
        writer.createTable("t", TablePolicy.DEFAULT);
        table = writer.table("t");
    }

    @AfterEach
    void end() {
        writer.close();
        cluster.close();
    }

    private static CapstanClient to(List<NodeEntry> nodes) {
        return CapstanClient.builder()
                .contacts(nodes.stream().map(n -> Address.parse(n.address())).toList())
                .deadline(Duration.ofSeconds(60))
                .build();
    }

    /// A session with each node alone: whatever leads, two of them ask a follower first.
    private List<CapstanClient> oneToEach() {
        List<CapstanClient> each = new ArrayList<>();
        for (NodeEntry node : cluster.entries()) each.add(to(List.of(node)));
        return each;
    }

    @Test
    void aSessionThatTakesInATokenReadsWhatTheOtherOneWroteAtWhicheverNode() {
        List<Consistency> levels =
                List.of(
                        Consistency.READ_YOUR_WRITES,
                        Consistency.CAUSAL,
                        Consistency.MONOTONIC_READS);
        List<CapstanClient> readers = oneToEach();
        List<Table> tables = readers.stream().map(reader -> reader.table("t")).toList();
        for (int i = 0; i < 60; i++) {
            table.put(KEY, Bytes.ofLong(i));
            int at = i % 3;
            readers.get(at).join(writer.session());
            Consistency level = levels.get(i / 3 % 3);
            Answer<Optional<Row>> read = tables.get(at).receipted().get(KEY, Wish.at(level));
            assertThat(read.value().map(row -> row.value().longAt(0))).contains((long) i);
            assertThat(read.receipt().held()).contains(level);
            assertThat(read.receipt().contact().toString())
                    .isEqualTo(cluster.entries().get(at).address());
        }
        readers.forEach(CapstanClient::close);
    }

    @Test
    void aReceiptSaysWhatIsKnownOfAnAnswer() {
        Answer<Outcome.Done> put = table.receipted().put(KEY, Bytes.ofLong(1));
        Receipt written = put.receipt();
        assertThat(written.held()).isEmpty();
        assertThat(written.attempts()).isPositive();
        assertThat(written.took()).isPositive();
        assertThat(cluster.entries())
                .extracting(NodeEntry::address)
                .contains(written.contact().toString());

        Answer<Optional<Row>> got = table.receipted().get(KEY, Wish.USUAL);
        Receipt read = got.receipt();
        assertThat(read.held()).contains(Consistency.LINEARIZABLE);
        assertThat(read.isFallback()).isFalse();
        assertThat(read.shard()).isEqualTo(written.shard());
        assertThat(read.index()).isGreaterThanOrEqualTo(written.index());
        assertThat(read.stamp()).isEqualTo(written.stamp()).contains(put.value().stamp());
        assertThat(read.toString()).startsWith("level=linearizable asked=linearizable shard=");

        Answer<Optional<Row>> none = table.receipted().get(Bytes.utf8("none"), Wish.USUAL);
        assertThat(none.receipt().stamp()).isEmpty();
    }

    @Test
    void aReceiptNamesTheContactThatAnsweredAmongThoseThatDidNot() {
        String alive = cluster.entries().getLast().address();
        try (CapstanClient client =
                CapstanClient.builder().contact("127.0.0.1:1").contact(alive).build()) {
            Receipt receipt = client.table("t").receipted().get(KEY, Wish.USUAL).receipt();
            assertThat(receipt.contact()).hasToString(alive);
        }
    }

    @Test
    void aSessionCanBeTakenWhereAnAnswerIsTakenIn() {
        String before = writer.session();
        String after =
                table.putAsync(KEY, Bytes.ofLong(1))
                        .thenApply(_ -> writer.session())
                        .toCompletableFuture()
                        .join();
        assertThat(after).isNotEqualTo(before).isEqualTo(writer.session());
    }

    @Test
    void withoutAMajorityAFallbackIsAnsweredAndSaysSo() {
        table.put(KEY, Bytes.ofLong(7));
        NodeEntry left = cluster.entries().getFirst();
        try (CapstanClient client = to(List.of(left))) {
            Table here = client.table("t");
            readUntilThere(here);
            for (NodeEntry other : cluster.entries().subList(1, 3)) cluster.stop(other);
            readUntilTheLeaseIsOver(here);

            Wish wish =
                    Wish.at(Consistency.LINEARIZABLE)
                            .orElse(Consistency.EVENTUAL)
                            .within(Duration.ofSeconds(6));
            Answer<Optional<Row>> answer = here.receipted().get(KEY, wish);
            assertThat(answer.value().map(row -> row.value().longAt(0))).contains(7L);
            assertThat(answer.receipt().asked()).contains(Consistency.LINEARIZABLE);
            assertThat(answer.receipt().held()).contains(Consistency.EVENTUAL);
            assertThat(answer.receipt().isFallback()).isTrue();
            assertThat(answer.receipt().took())
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));

            assertThatThrownBy(() -> here.within(Duration.ofSeconds(1)).put(KEY, Bytes.ofLong(8)))
                    .isInstanceOf(CapstanException.class);
        }
    }

    /// Until the node itself holds the row.
    private static void readUntilThere(Table here) {
        while (here.get(KEY, Wish.at(Consistency.EVENTUAL)).isEmpty()) {
            assertThat(here.get(KEY)).isPresent();
        }
    }

    /// The node that is left may lead, and may answer for as long as its lease lasts.
    private static void readUntilTheLeaseIsOver(Table here) {
        Wish wish = Wish.at(Consistency.LINEARIZABLE).within(Duration.ofMillis(500));
        try {
            while (here.get(KEY, wish).isPresent())
                assertThat(here.get(KEY, wish).map(Row::key)).contains(KEY);
        } catch (CapstanException over) {
            assertThat(over.isUnknown()).isFalse();
        }
    }

    @Test
    void aTokenThatIsNoneIsRefusedAndChangesNothing() {
        table.put(KEY, Bytes.ofLong(1));
        String before = writer.session();
        for (String junk : List.of("", "hello", before.substring(2)))
            assertThatThrownBy(() -> writer.join(junk))
                    .isInstanceOfSatisfying(
                            CapstanException.class,
                            e -> {
                                assertThat(e.code()).contains(ErrorCode.MALFORMED);
                                assertThat(e.getMessage()).contains("session token");
                            });
        assertThat(writer.session()).isEqualTo(before);
    }

    @Test
    void aFallbackThatHoldsNoLessIsRefused() {
        assertThatThrownBy(() -> table.get(KEY, Wish.USUAL.orElse(Consistency.LINEARIZABLE)))
                .isInstanceOfSatisfying(
                        CapstanException.class,
                        e -> assertThat(e.code()).contains(ErrorCode.MALFORMED));
    }

    @Test
    void aClosedClientSaysSo() {
        CapstanClient closed = to(cluster.entries());
        closed.close();
        assertThatThrownBy(closed::session).hasMessageContaining("closed");
        assertThatThrownBy(() -> closed.join(writer.session())).hasMessageContaining("closed");
    }
}
