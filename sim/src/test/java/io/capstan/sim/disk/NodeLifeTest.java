package io.capstan.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.random.Randomness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Log, store and recovery through many lives on simulated devices.
@Tag("slow")
final class NodeLifeTest {
    private final Timeline time = new Timeline();

    private void live(SmallNode node, Randomness random) {
        for (int turn = random.below(120); turn > 0; turn--) {
            node.turn();
            time.runUntil(time.nanos() + random.below(1_500_000));
        }
    }

    @Test
    void nothingDurableIsLostThroughManyCrashes() {
        long felt = 0;
        int recovered = 0;
        for (int seed = 0; seed < 60; seed++) {
            Randomness random = new Randomness(seed);
            SmallNode node = new SmallNode(time, random, 1 + random.below(5));
            for (int life = 0; life < 8; life++) {
                live(node, random);
                assertThat(node.crash().rotten()).isEmpty();
            }
            assertThat(node.lostReplicas).isZero();
            felt += node.disk.felt().lostUnsyncedBytes() + node.kv.felt().lostBatches();
            recovered += node.recoveredEntries;
        }
        assertThat(felt).isGreaterThan(10_000);
        assertThat(recovered).isGreaterThan(10_000);
    }

    @Test
    void stallsAndFullDisksLoseNothing() {
        for (int seed = 0; seed < 25; seed++) {
            Randomness random = new Randomness(seed);
            SmallNode node = new SmallNode(time, random, 3);
            for (int life = 0; life < 6; life++) {
                live(node, random);
                switch (random.below(4)) {
                    case 0 -> node.disk.stall(time.nanos() + 20_000_000);
                    case 1 -> node.kv.stall(time.nanos() + 20_000_000);
                    case 2 -> node.disk.fill();
                    default -> node.disk.slow(20);
                }
                live(node, random);
                node.disk.unfill();
                node.disk.slow(1);
                node.crash();
            }
            assertThat(node.lostReplicas).isZero();
        }
    }

    @Test
    void rotIsNoticedOrHarmless() {
        int lost = 0;
        long read = 0;
        for (int seed = 0; seed < 60; seed++) {
            Randomness random = new Randomness(seed);
            SmallNode node = new SmallNode(time, random, 4);
            live(node, random);
            live(node, random);
            node.disk.rot(1 + random.below(3));
            for (int life = 0; life < 3; life++) {
                live(node, random);
                node.crash();
            }
            lost += node.lostReplicas;
            read += node.disk.felt().rotRead();
        }
        assertThat(read).isGreaterThan(20);
        assertThat(lost).isGreaterThan(20);
    }

    @Test
    void segmentsAreFreedWhileTheStoreFollows() {
        Randomness random = new Randomness(5);
        SmallNode node = new SmallNode(time, random, 4);
        for (int i = 0; i < 60; i++) live(node, random);
        assertThat(node.segments()).isLessThanOrEqualTo(2 * SmallNode.OPTIONS.maxSegments() + 2);
    }
}
