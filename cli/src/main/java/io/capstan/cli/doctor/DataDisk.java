package io.capstan.cli.doctor;

import io.capstan.cli.kv.Latencies;
import io.capstan.server.config.Site;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The disk below the node's folder: whether it is one, how much room it has, and how long it takes
/// until bytes are durable, by real appends and syncs in a file that goes again.
final class DataDisk {
    /// Appends and syncs stop after so many, or so long.
    static final int MAX_SYNCS = 1_000;

    private static final Duration MAX_TIME = Duration.ofSeconds(2);
    private static final int APPEND_BYTES = 4_096;

    /// What etcd asks of a disk, and what a write waits for twice.
    private static final Duration GOOD_SYNC = Duration.ofMillis(10);

    private static final List<String> VOLATILE = List.of("tmpfs", "ramfs");

    private final Site site;

    DataDisk(Site site) {
        this.site = site;
    }

    List<Finding> findings() {
        Path folder = existing(site.data().toAbsolutePath());
        List<Finding> findings = new ArrayList<>();
        try {
            FileStore disk = Files.getFileStore(folder);
            findings.add(durable(folder, disk.type()));
            findings.add(space(folder, disk.getUsableSpace()));
            findings.add(syncs(folder));
        } catch (IOException | SecurityException e) {
            findings.add(
                    Finding.fail(
                            "disk",
                            folder + " cannot be written: " + e.getMessage(),
                            "give the node's user that folder, or name another with --data"));
        }
        return findings;
    }

    /// The folder, or the nearest one above it that is there.
    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.isDirectory(folder) || parent == null ? folder : existing(parent);
    }

    private static Finding durable(Path folder, String type) {
        return VOLATILE.contains(type)
                ? Finding.fail(
                        "disk",
                        folder + " is on " + type + ", which a restart of the machine empties",
                        "name a folder on a disk with --data")
                : Finding.pass("disk", folder + " is on " + type);
    }

    Finding space(Path folder, long free) {
        String what = Sizes.text(free) + " free below " + folder;
        if (free < site.segmentBytes())
            return Finding.fail(
                    "space",
                    what,
                    "a node cannot begin its log; it wants " + Sizes.text(site.spaceBytes()));
        return free < site.spaceBytes()
                ? Finding.warn(
                        "space",
                        what,
                        "log and store alone take " + Sizes.text(site.spaceBytes()) + " at times")
                : Finding.pass("space", what);
    }

    private Finding syncs(Path folder) throws IOException {
        Latencies latencies = new Latencies();
        Path file = Files.createTempFile(folder, "capstan-doctor-", ".tmp");
        long begun = System.nanoTime();
        int syncs = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (; syncs < MAX_SYNCS && System.nanoTime() - begun < MAX_TIME.toNanos(); syncs++) {
                long before = System.nanoTime();
                channel.write(ByteBuffer.allocate(APPEND_BYTES));
                channel.force(false);
                latencies.add(System.nanoTime() - before);
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return judged(latencies, syncs / ((System.nanoTime() - begun) / 1e9));
    }

    Finding judged(Latencies latencies, double aSecond) {
        String what =
                String.format(
                        Locale.ROOT,
                        "an append with sync takes %s: %.0f a second",
                        latencies.plain(),
                        aSecond);
        Duration slow = Duration.ofNanos(latencies.quantile(0.99));
        if (slow.compareTo(site.diskStall()) >= 0)
            return Finding.fail(
                    "sync", what, "leaders here would hand over all the time; use a faster disk");
        return slow.compareTo(GOOD_SYNC) > 0
                ? Finding.warn(
                        "sync",
                        what,
                        "every write waits for it; use a faster disk, or one that nothing else uses")
                : Finding.pass("sync", what);
    }
}
