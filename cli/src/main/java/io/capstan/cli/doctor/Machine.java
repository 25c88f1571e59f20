package io.capstan.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The machine itself: its Java, its memory, how many files a process may open and map.
final class Machine {
    private static final int JAVA = 25;

    /// A thousand connections, the store's files, the log's, and room.
    private static final long FILES_WANTED = 4_096;

    /// Below this a node of one shard with a few clients runs out.
    private static final long FILES_NEEDED = 512;

    /// Linux' usual number.
    private static final long MAPS_WANTED = 65_530;

    private static final long MEMORY_WANTED = 1L << 30;
    private static final Path MAPS = Path.of("/proc/sys/vm/max_map_count");

    private Machine() {}

    static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(Runtime.version().feature()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
            findings.add(memory(system.getTotalMemorySize()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
            findings.add(files(unix.getMaxFileDescriptorCount()));
        number(MAPS).map(Machine::maps).ifPresent(findings::add);
        return findings;
    }

    static Finding java(int feature) {
        String what = "Java " + Runtime.version() + " of " + System.getProperty("java.vendor");
        return feature == JAVA
                ? Finding.pass("java", what)
                : Finding.warn(
                        "java", what, "this build is tested on " + JAVA + " alone; use that");
    }

    static Finding memory(long bytes) {
        String what = Sizes.text(bytes) + " of memory";
        return bytes >= MEMORY_WANTED
                ? Finding.pass("memory", what)
                : Finding.warn("memory", what, "a node under load wants 1.0 GiB of heap alone");
    }

    static Finding files(long most) {
        String what = "a process may open " + most + " files";
        String advice = "raise it to " + FILES_WANTED + ": ulimit -n, or LimitNOFILE of systemd";
        if (most < FILES_NEEDED) return Finding.fail("files", what, advice);
        return most < FILES_WANTED
                ? Finding.warn("files", what, advice)
                : Finding.pass("files", what);
    }

    static Finding maps(long most) {
        String what = "a process may map " + most + " regions of memory";
        return most >= MAPS_WANTED
                ? Finding.pass("maps", what)
                : Finding.warn("maps", what, "sysctl vm.max_map_count=" + MAPS_WANTED);
    }

    /// The kernel gives such a file to one read as a whole, and nothing to a second one.
    private static Optional<Long> number(Path file) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String line = in.readLine();
            return line == null ? Optional.empty() : Optional.of(Long.parseLong(line.strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
