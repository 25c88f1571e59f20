package io.capstan.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.client.ClientOptions;
import io.capstan.client.net.Address;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;
import io.capstan.server.port.PortFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three real nodes on loopback, and the real client.
class LocalClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private LocalCluster start() {
        return LocalCluster.start(new LocalCluster.Plan(folder, 3, OptionalInt.of(0), false));
    }

    /// The same folder again, on the ports that it has, with more threads.
    private LocalCluster startAgain() {
        return LocalCluster.start(new LocalCluster.Plan(folder, 3, OptionalInt.empty(), false, 3));
    }

    private static CapstanClient client(LocalCluster cluster) {
        List<Address> contacts =
                cluster.entries().stream().map(n -> Address.parse(n.address())).toList();
        return new CapstanClient(contacts, ClientOptions.DEFAULT, PATIENCE);
    }

    private static Table made(CapstanClient client, Partitioning partitioning) {
        TablePolicy usual = TablePolicy.DEFAULT;
        client.createTable(
                "t",
                new TablePolicy(
                        "raft",
                        3,
                        partitioning == Partitioning.HASH ? 4 : 1,
                        partitioning,
                        usual.versionAge(),
                        usual.consistency(),
                        usual.floor()));
        return client.table("t");
    }

    private static SortedMap<Bytes, Bytes> rows(Table table) {
        TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        table.scan(Bytes.EMPTY, Bytes.EMPTY, row -> rows.put(row.key(), row.value()));
        return rows;
    }

    @Test
    void whatWasAcknowledgedIsThereAfterANewStart() {
        TreeMap<Bytes, Bytes> written = new TreeMap<>();
        try (LocalCluster cluster = start();
                CapstanClient client = client(cluster)) {
            Table table = made(client, Partitioning.HASH);
            List<CompletionStage<Outcome.Done>> puts = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                Bytes key = Bytes.utf8("key " + i);
                written.put(key, Bytes.utf8("value " + i));
                puts.add(table.putAsync(key, written.get(key)));
            }
            puts.forEach(put -> put.toCompletableFuture().join());
            assertThat(rows(table)).isEqualTo(written);
        }
        try (LocalCluster again = startAgain();
                CapstanClient client = client(again)) {
            assertThat(rows(client.table("t"))).isEqualTo(written);
        }
    }

    @Test
    void compareAndSetsThatSucceedAreExactlyTheSteps() {
        try (LocalCluster cluster = start();
                CapstanClient one = client(cluster);
                CapstanClient other = client(cluster)) {
            Bytes key = Bytes.utf8("counter");
            made(one, Partitioning.RANGE).put(key, Bytes.ofLong(0));
            long successes = 0;
            for (int i = 0; i < 60; i++) {
                Table table = (i % 2 == 0 ? one : other).table("t");
                Bytes seen = table.get(key).map(Row::value).orElseThrow();
                Bytes next = Bytes.ofLong(seen.longAt(0) + 1);
                CompletionStage<Boolean> first =
                        one.table("t").compareAndSetAsync(key, Optional.of(seen), next);
                CompletionStage<Boolean> second =
                        other.table("t").compareAndSetAsync(key, Optional.of(seen), next);
                if (first.toCompletableFuture().join()) successes++;
                if (second.toCompletableFuture().join()) successes++;
            }
            assertThat(one.table("t").get(key).map(r -> r.value().longAt(0))).contains(successes);
            assertThat(successes).isEqualTo(60);
        }
    }

    @Test
    void mistakesAreRefusedWithTheirCode() {
        try (LocalCluster cluster = start();
                CapstanClient client = client(cluster)) {
            made(client, Partitioning.HASH);
            assertThatThrownBy(() -> client.table("nowhere"))
                    .isInstanceOfSatisfying(
                            CapstanException.class,
                            e -> assertThat(e.code()).contains(ErrorCode.UNKNOWN_TABLE));
            assertThatThrownBy(() -> client.createTable("t", TablePolicy.DEFAULT))
                    .isInstanceOfSatisfying(
                            CapstanException.class,
                            e -> assertThat(e.code()).contains(ErrorCode.TABLE_EXISTS));
        }
    }

    @Test
    void randomBytesAtThePortDisturbNobody() throws IOException {
        try (LocalCluster cluster = start();
                CapstanClient client = client(cluster)) {
            Table table = made(client, Partitioning.HASH);
            Address first = Address.parse(cluster.entries().getFirst().address());
            Random random = new Random(5);
            for (int i = 0; i < 50; i++) {
                byte[] noise = new byte[1 + random.nextInt(4000)];
                random.nextBytes(noise);
                send(first, noise);
                table.put(Bytes.utf8("k" + i), Bytes.utf8("v"));
            }
            assertThat(rows(table)).hasSize(50);
        }
    }

    /// The node may close the connection before all is written.
    private static void send(Address to, byte[] noise) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName(to.host()), to.port())) {
            OutputStream out = socket.getOutputStream();
            try {
                out.write(noise);
                out.flush();
            } catch (IOException closed) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aFolderInUseIsRefused() {
        try (LocalCluster cluster = start()) {
            assertThat(cluster.entries()).hasSize(3);
            assertThatThrownBy(this::startAgain).isInstanceOf(PortFailure.class);
        }
    }
}
