package io.capstan.server.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulated store loses what was not flushed; this is the same law for the real one. A child
/// process writes a stream of batches, flushing now and then, and is killed; what is found then
/// must be a prefix of the stream, and no shorter than what was reported flushed.
@Tag("slow")
class RocksCrashTest {
    private static final int BATCHES = 200_000;
    private static final int FLUSH_EVERY = 1_000;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void aKilledProcessLeavesAPrefixOfItsBatches(long seed) throws Exception {
        long flushed = killAfterFlushes(seed, 2 + (int) (seed % 3));
        try (RocksStore store = new RocksStore(folder, new Gathered())) {
            long last = store.latest().get(StoreModel.INDEX).orElseThrow().longAt(0);
            assertThat(last).isGreaterThanOrEqualTo(flushed);
            assertThat(StoreModel.rows(store.latest())).isEqualTo(modelAfter(seed, last));
        }
    }

    private static SortedMap<Bytes, Bytes> modelAfter(long seed, long last) {
        Randomness random = new Randomness(seed);
        TreeMap<Bytes, Bytes> model = new TreeMap<>();
        for (long i = 0; i <= last; i++) StoreModel.apply(StoreModel.batch(random, i), model);
        return model;
    }

    /// Kills the child once it has reported so many flushes; returns the newest batch that the last
    /// one covers.
    private long killAfterFlushes(long seed, int flushes) throws IOException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                folder.toString(),
                                Long.toString(seed))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
            String line = "nothing";
            for (int i = 0; i < flushes; i++) line = String.valueOf(said.readLine());
            child.destroyForcibly();
            return Long.parseLong(line);
        } finally {
            child.destroyForcibly().onExit().join();
        }
    }

    /// Writes until it is killed; prints the number of the newest batch that a completed flush
    /// covers.
    static final class Child {
        private Child() {}

        static void main(String[] args) {
            Randomness random = new Randomness(Long.parseLong(args[1]));
            RocksStore store = new RocksStore(Path.of(args[0]), new Announcing());
            for (int i = 0; i < BATCHES; i++) {
                KvBatch batch = StoreModel.batch(random, i);
                while (store.write(batch) != KvStore.Written.DONE) Thread.onSpinWait();
                if (i % FLUSH_EVERY == 0) store.flush(i);
            }
        }
    }

    private static final class Announcing implements Completions {
        @Override
        public void synced(long ticket) {}

        @Override
        public void syncFailed(long ticket) {}

        @Override
        public void flushed(long ticket) {
            System.out.println(ticket);
        }
    }
}
