package io.capstan.verify.record;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What clients do, and to how many keys.
///
/// Keys go out of use after [#EPOCH_NANOS] and fresh ones come: an operation of unknown outcome
/// stays possible for ever on its key, and a judge of many such is slow. What was acknowledged on
/// old keys is read once more at the end.
public enum Workload {
    /// Few keys that everybody reads, writes and compares-and-sets.
    REGISTER(2, 0.5, 0.3, 0),
    /// Many keys, some of them popular; also deletes.
    KV(40, 0.5, 0.3, 0.08);

    static final long EPOCH_NANOS = 5_000_000_000L;

    private final int keys;
    private final double reads;
    private final double puts;
    private final double deletes;

    Workload(int keys, double reads, double puts, double deletes) {
        this.keys = keys;
        this.reads = reads;
        this.puts = puts;
        this.deletes = deletes;
    }

    /// Keys in use at a time.
    int keys() {
        return keys;
    }

    double reads() {
        return reads;
    }

    double puts() {
        return puts;
    }

    double deletes() {
        return deletes;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Workload> ofWord(String word) {
        return Arrays.stream(values()).filter(w -> w.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Workload::word).toList();
    }
}
