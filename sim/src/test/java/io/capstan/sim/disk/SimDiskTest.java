package io.capstan.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk.Written;
import io.capstan.core.random.Randomness;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What the simulated disk keeps, loses and breaks.
final class SimDiskTest {
    private final Timeline time = new Timeline();
    private final Recorder recorder = new Recorder();

    private SimDisk disk(long seed) {
        SimDisk disk = new SimDisk(DiskProfile.DEFAULT, time, new Randomness(seed));
        disk.attach(recorder);
        return disk;
    }

    private static Bytes filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }

    private void settle() {
        while (time.step()) assertThat(time.nanos()).isNotNegative();
    }

    @Test
    void whatWasSyncedSurvivesEveryCrash() {
        for (int seed = 0; seed < 200; seed++) {
            SimDisk disk = disk(seed);
            disk.write("log-1", 0, filled(3000, 1));
            disk.sync("log-1", 1);
            settle();
            disk.write("log-1", 3000, filled(3000, 2));
            disk.crash();
            assertThat(disk.read("log-1", 0, 3000)).isEqualTo(filled(3000, 1));
        }
    }

    @Test
    void whatWasNotSyncedMayBeKeptLostOrTorn() {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            SimDisk disk = disk(seed);
            disk.write("a", 0, filled(512, 1));
            disk.sync("a", 1);
            settle();
            disk.write("a", 0, filled(512, 2));
            disk.crash();
            byte[] left = disk.read("a", 0, 512).toArray();
            seen.add(left[0] + "," + left[511]);
        }
        assertThat(seen).containsExactlyInAnyOrder("1,1", "2,2", "2,1");
    }

    @Test
    void aSyncCoversOnlyWhatWasWrittenBeforeItBegan() {
        Set<Integer> seen = new TreeSet<>();
        for (int seed = 0; seed < 100; seed++) {
            SimDisk disk = disk(seed);
            disk.write("a", 0, filled(100, 1));
            disk.sync("a", 1);
            disk.write("a", 0, filled(100, 2));
            settle();
            disk.crash();
            byte[] left = disk.read("a", 0, 100).toArray();
            assertThat(left).hasSize(100);
            seen.add((int) left[99]);
        }
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void namesAndSizesAreLostToo() {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < 200; seed++) {
            SimDisk disk = disk(seed);
            disk.write("old", 0, filled(10, 1));
            disk.sync("old", 1);
            settle();
            disk.delete("old");
            disk.write("new", 0, filled(10, 1));
            disk.crash();
            seen.add(String.join(" ", disk.files()));
        }
        assertThat(seen).containsExactlyInAnyOrder("", "new", "old", "new old");
    }

    @Test
    void aCompletionNeverReachesTheLifeAfterTheCrash() {
        SimDisk disk = disk(1);
        disk.write("a", 0, filled(10, 1));
        disk.sync("a", 1);
        disk.crash();
        settle();
        assertThat(recorder.synced).isEmpty();
        assertThat(disk.felt().pendingSyncsAtCrash()).isEqualTo(1);
    }

    @Test
    void aStalledDiskCompletesNothingUntilItIsOver() {
        SimDisk disk = disk(1);
        disk.write("a", 0, filled(10, 1));
        disk.sync("a", 1);
        disk.stall(1_000_000_000L);
        disk.sync("a", 2);
        time.runUntil(999_999_999L);
        assertThat(recorder.synced).isEmpty();
        settle();
        assertThat(recorder.synced).containsExactly(1L, 2L);
    }

    @Test
    void aFullDiskTakesNothingMoreUntilSomethingGoes() {
        SimDisk disk = disk(1);
        disk.write("a", 0, filled(1000, 1));
        disk.fill();
        assertThat(disk.write("b", 0, filled(1, 1))).isEqualTo(Written.FULL);
        assertThat(disk.write("a", 0, filled(1000, 2))).isEqualTo(Written.DONE);
        disk.truncate("a", 500);
        assertThat(disk.write("b", 0, filled(500, 1))).isEqualTo(Written.DONE);
    }

    @Test
    void whatAFailedSyncSawIsNotDurableByTheNext() {
        Set<Integer> seen = new TreeSet<>();
        for (int seed = 0; seed < 50; seed++) {
            SimDisk disk = disk(seed);
            disk.write("a", 0, filled(100, 1));
            disk.sync("a", 1);
            settle();
            disk.write("a", 0, filled(100, 2));
            disk.failSyncs(1);
            disk.sync("a", 2);
            disk.sync("a", 3);
            settle();
            disk.crash();
            seen.add((int) disk.read("a", 0, 1).at(0));
        }
        assertThat(seen).containsExactly(1, 2);
        assertThat(recorder.failed).contains(2L);
    }

    @Test
    void rotComesOnlyWhereALaterDurableWriteCouldKnow() {
        SimDisk disk = disk(1);
        disk.write("log-1", 0, filled(1000, 1));
        disk.sync("log-1", 1);
        settle();
        assertThat(disk.rot(5)).isZero();
        disk.write("log-1", 1000, filled(1000, 1));
        disk.sync("log-1", 2);
        settle();
        assertThat(disk.rot(20)).isEqualTo(20);
        assertThat(disk.read("log-1", 0, 1000)).isNotEqualTo(filled(1000, 1));
        assertThat(disk.read("log-1", 1000, 1000)).isEqualTo(filled(1000, 1));
        assertThat(disk.felt().rotRead()).isEqualTo(1);
        disk.healRot();
        assertThat(disk.read("log-1", 0, 1000)).isEqualTo(filled(1000, 1));
    }
}
