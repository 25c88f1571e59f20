package io.capstan.verify.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a live run can be asked to do to its nodes, by the words of the command line.
public enum FaultKind {
    /// SIGKILL, then the same folder is started again.
    KILL(Lane.PROCESS),
    /// SIGSTOP, later SIGCONT.
    PAUSE(Lane.PROCESS),
    /// SIGTERM, then the same folder is started again.
    RESTART(Lane.PROCESS),
    /// Links are cut, in every shape ([Shape]).
    PARTITION(Lane.NETWORK),
    /// Links get late or narrow.
    SLOW(Lane.NETWORK),
    /// The power goes: all nodes are killed at once, and what was not synced is lost.
    DISK(Lane.PROCESS),
    /// A node comes back with clocks that are off, within what the cluster promises to bear.
    CLOCK(Lane.PROCESS);

    /// Faults of one lane follow one another; those of different lanes overlap.
    public enum Lane {
        PROCESS,
        NETWORK
    }

    private final Lane lane;

    FaultKind(Lane lane) {
        this.lane = lane;
    }

    public Lane lane() {
        return lane;
    }

    /// As on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FaultKind> ofWord(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }

    /// Kinds separated by commas, `all` or `none`; in the order of the enum, each once. Throws
    /// [IllegalArgumentException] with a message for people.
    public static List<FaultKind> parse(String list) {
        String words = list.strip().toLowerCase(Locale.ROOT);
        if (words.equals("none")) return List.of();
        if (words.equals("all")) return List.of(values());
        List<FaultKind> given = new ArrayList<>();
        for (String word : words.split(",", -1))
            given.add(ofWord(word.strip()).orElseThrow(() -> unknown(word)));
        return Arrays.stream(values()).filter(given::contains).toList();
    }

    private static IllegalArgumentException unknown(String word) {
        return new IllegalArgumentException(
                "there is no fault '"
                        + word.strip()
                        + "'; there are "
                        + words()
                        + ", all and none");
    }

    /// Every kind's word, separated by commas.
    public static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
    }
}
