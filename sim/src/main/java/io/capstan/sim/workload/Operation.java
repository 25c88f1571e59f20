package io.capstan.sim.workload;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.time.HybridTime;
import java.util.Optional;

/// One operation of one client, and what became of it.
///
/// Values are told apart by the unique word they begin with; what follows is padding. `expected`
/// and `value` are such words: for a compare-and-set what it expects (empty: no value) and what it
/// sets; for a put what it sets. A read's are empty.
public final class Operation {
    /// What is asked.
    public enum Kind {
        GET,
        PUT,
        DELETE,
        CAS
    }

    /// What became of it.
    public enum Result {
        PENDING,
        /// Carried out.
        OK,
        /// A compare-and-set found another value.
        MISMATCH,
        /// Certainly without effect.
        REFUSED,
        /// Nobody knows.
        UNKNOWN
    }

    final int client;
    final long process;
    final Kind kind;
    final String table;
    final String key;
    final Optional<String> expected;
    final Optional<String> value;
    final Consistency level;
    final long invokedNanos;
    boolean overlapped;
    Result result = Result.PENDING;
    Optional<String> read = Optional.empty();
    HybridTime stamp = HybridTime.ZERO;
    long completedNanos;

    public Operation(
            int client,
            long process,
            Kind kind,
            String table,
            String key,
            Optional<String> expected,
            Optional<String> value,
            Consistency level,
            long invokedNanos) {
        this.client = client;
        this.process = process;
        this.kind = kind;
        this.table = table;
        this.key = key;
        this.expected = expected;
        this.value = value;
        this.level = level;
        this.invokedNanos = invokedNanos;
    }

    /// It has ended; `read` and `stamp` are those of what was found or written, if anything was.
    public void settle(Result what, Optional<String> found, HybridTime version, long nanos) {
        result = what;
        read = found;
        stamp = version;
        completedNanos = nanos;
    }

    public int client() {
        return client;
    }

    public long process() {
        return process;
    }

    public Kind kind() {
        return kind;
    }

    public String key() {
        return key;
    }

    /// Table and key together.
    public String place() {
        return table + "/" + key;
    }

    public Optional<String> expected() {
        return expected;
    }

    public Optional<String> value() {
        return value;
    }

    public Consistency level() {
        return level;
    }

    public Result result() {
        return result;
    }

    /// What a read that was carried out has read; empty: no value.
    public Optional<String> read() {
        return read;
    }

    /// The time of the write, or of the version read; zero where there is none.
    public HybridTime stamp() {
        return stamp;
    }

    public long invokedNanos() {
        return invokedNanos;
    }

    public long completedNanos() {
        return completedNanos;
    }

    public boolean isRead() {
        return kind == Kind.GET;
    }

    public boolean isLinearizable() {
        return level.equals(Consistency.LINEARIZABLE);
    }

    private String deed() {
        return switch (kind) {
            case GET -> "get " + place() + (isLinearizable() ? "" : " " + level);
            case PUT -> "put " + place() + " " + value.orElse("");
            case DELETE -> "delete " + place();
            case CAS -> "cas " + place() + " " + expected.orElse("-") + " -> " + value.orElse("");
        };
    }

    private String outcome() {
        return switch (result) {
            case PENDING -> "?";
            case OK -> isRead() ? read.orElse("-") : "ok";
            case MISMATCH -> "mismatch";
            case REFUSED -> "refused";
            case UNKNOWN -> "unknown";
        };
    }

    @Override
    public String toString() {
        return "p" + process + " " + deed() + (result == Result.PENDING ? "" : " = " + outcome());
    }
}
