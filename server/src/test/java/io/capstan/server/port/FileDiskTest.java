package io.capstan.server.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.random.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDiskTest {
    private static final Bytes HELLO = Bytes.utf8("hello");

    @TempDir Path folder;
    private final Gathered gathered = new Gathered();

    @Test
    void whatWasWrittenIsReadBackAtOnceAndAfterReopening() {
        try (FileDisk disk = new FileDisk(folder, gathered)) {
            assertThat(disk.write("a", 3, HELLO)).isEqualTo(Disk.Written.DONE);
            assertThat(disk.read("a", 0, 100).hex()).isEqualTo("000000" + HELLO.hex());
        }
        try (FileDisk again = new FileDisk(folder, gathered)) {
            assertThat(again.files()).containsExactly("a");
            assertThat(again.read("a", 3, 100)).isEqualTo(HELLO);
            assertThat(again.size("b")).isEqualTo(-1);
            assertThat(again.read("b", 0, 9)).isEqualTo(Bytes.EMPTY);
        }
    }

    @Test
    void everySyncIsReportedInTheOrderInWhichItBegan() throws InterruptedException {
        try (FileDisk disk = new FileDisk(folder, gathered)) {
            for (int i = 1; i <= 50; i++) {
                disk.write("f" + i % 3, i, HELLO);
                disk.sync("f" + i % 3, i);
            }
            for (int i = 1; i <= 50; i++) assertThat(gathered.next()).isEqualTo("synced " + i);
        }
    }

    @Test
    void aDeletedFileNeitherFailsItsPendingSyncNorComesBack() throws InterruptedException {
        try (FileDisk disk = new FileDisk(folder, gathered)) {
            disk.write("gone", 0, HELLO);
            disk.sync("gone", 1);
            disk.delete("gone");
            assertThat(gathered.next()).isEqualTo("synced 1");
            assertThat(disk.files()).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void renamingReplacesInOneStep() {
        try (FileDisk disk = new FileDisk(folder, gathered)) {
            disk.write("new", 0, HELLO);
            disk.write("old", 0, Bytes.utf8("something longer"));
            disk.rename("new", "old");
            assertThat(disk.files()).containsExactly("old");
            assertThat(disk.read("old", 0, 100)).isEqualTo(HELLO);
        }
    }

    @Test
    void aFullDeviceTakesNothingAndSaysSo() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "this system has no /dev/full to write to");
        Files.createSymbolicLink(folder.resolve("full"), full);
        try (FileDisk disk = new FileDisk(folder, gathered)) {
            assertThat(disk.write("full", 0, HELLO)).isNotEqualTo(Disk.Written.DONE);
            assertThat(disk.write("other", 0, HELLO)).isEqualTo(Disk.Written.DONE);
        }
        Files.delete(folder.resolve("full"));
    }

    @Test
    void heldBytesAreSeenByThisProcessAndNotByTheFileBeforeTheirSync() throws Exception {
        try (HeldDisk disk = new HeldDisk(new FileDisk(folder, gathered))) {
            disk.write("a", 0, HELLO);
            assertThat(disk.read("a", 0, 9)).isEqualTo(HELLO);
            assertThat(Files.size(folder.resolve("a"))).isZero();
            disk.sync("a", 1);
            assertThat(gathered.next()).isEqualTo("synced 1");
            assertThat(Files.readString(folder.resolve("a"))).isEqualTo("hello");
        }
    }

    @Test
    void aSyncOfOneFileLeavesAnothersBytesHeld() throws Exception {
        try (HeldDisk disk = new HeldDisk(new FileDisk(folder, gathered))) {
            disk.write("a", 0, HELLO);
            disk.write("b", 0, HELLO);
            disk.sync("b", 1);
            assertThat(gathered.next()).isEqualTo("synced 1");
            assertThat(Files.size(folder.resolve("a"))).isZero();
            assertThat(Files.size(folder.resolve("b"))).isEqualTo(HELLO.length());
        }
    }

    /// Random operations on both disks side by side: they must look the same from inside.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theHeldDiskLooksLikeThePlainOneToItsOwner(long seed) throws IOException {
        Randomness random = new Randomness(seed);
        Path one = Files.createDirectory(folder.resolve("one"));
        Path other = Files.createDirectory(folder.resolve("other"));
        try (FileDisk plain = new FileDisk(one, gathered);
                HeldDisk held = new HeldDisk(new FileDisk(other, gathered))) {
            for (int i = 1; i <= 400; i++) {
                step(random, i, List.of(plain, held));
                assertThat(contents(held)).isEqualTo(contents(plain));
            }
        }
    }

    private static void step(Randomness random, long ticket, List<Disk> disks) {
        String file = "f" + random.below(3);
        int size = random.below(40);
        int at = random.below(60);
        int what = random.below(20);
        Bytes data = Bytes.wrap(new byte[] {(byte) ticket, 1, 2, 3}).slice(0, 1 + size % 4);
        for (Disk disk : disks) {
            boolean there = disk.size(file) >= 0;
            if (what < 12) disk.write(file, at, data);
            else if (what < 16 && there) disk.sync(file, ticket);
            else if (what == 16) disk.truncate(file, size);
            else if (what == 17) disk.delete(file);
            else if (what == 18 && there) disk.rename(file, "f" + at % 3);
        }
    }

    private static List<String> contents(Disk disk) {
        List<String> contents = new ArrayList<>();
        for (String file : disk.files())
            contents.add(file + " " + disk.size(file) + " " + disk.read(file, 0, 1000).hex());
        return contents;
    }
}
