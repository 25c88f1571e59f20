package io.capstan.sim.trace;

import io.capstan.core.Invariant;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The SHA-256 of everything that happened in a run, in order; and, where asked, each happening
/// kept, so that a second run of the same seed can be held against the first.
///
/// Invariant: the same happenings in the same order give the same hash, in every JVM.
public final class TraceHash {
    private static final int EVENT_BYTES = 32;
    private static final int BUFFERED = 256 * EVENT_BYTES;
    private static final int WORDS = 5;

    /// The most happenings kept; later ones are only hashed.
    private static final int MAX_KEPT = 20_000_000;

    private final MessageDigest sha;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFERED);
    private final boolean keeps;
    private final Optional<TraceHash> expected;
    private long[] kept = new long[0];
    private int count;
    private Optional<String> divergence = Optional.empty();

    private TraceHash(boolean keeps, Optional<TraceHash> expected) {
        this.keeps = keeps;
        this.expected = expected;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /// Only hashes.
    public static TraceHash hashing() {
        return new TraceHash(false, Optional.empty());
    }

    /// Hashes and keeps, to be compared with later.
    public static TraceHash keeping() {
        return new TraceHash(true, Optional.empty());
    }

    /// Hashes, and compares with what `first` kept.
    public static TraceHash comparing(TraceHash first) {
        Invariant.check(first.keeps, "the first run kept nothing to compare with");
        return new TraceHash(false, Optional.of(first));
    }

    public void add(long nanos, int place, int kind, long actor, long content) {
        if (buffer.remaining() < EVENT_BYTES) flush();
        buffer.putLong(nanos).putLong(((long) place << 32) | kind).putLong(actor).putLong(content);
        if (keeps) keep(nanos, place, kind, actor, content);
        if (expected.isPresent() && divergence.isEmpty())
            compare(expected.get(), new Happening(nanos, place, kind, actor, content));
        count++;
    }

    private void flush() {
        sha.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    private void keep(long nanos, int place, int kind, long actor, long content) {
        if (count >= MAX_KEPT) return;
        int at = count * WORDS;
        if (at + WORDS > kept.length) kept = Arrays.copyOf(kept, Math.max(1 << 16, at * 2));
        kept[at] = nanos;
        kept[at + 1] = place;
        kept[at + 2] = kind;
        kept[at + 3] = actor;
        kept[at + 4] = content;
    }

    private void compare(TraceHash first, Happening here) {
        if (count >= MAX_KEPT) return;
        if (count >= first.count) {
            divergence = Optional.of("event " + count + ": only in the second run: " + here);
            return;
        }
        int at = count * WORDS;
        long[] was = first.kept;
        Happening there =
                new Happening(
                        was[at], (int) was[at + 1], (int) was[at + 2], was[at + 3], was[at + 4]);
        if (!there.equals(here))
            divergence = Optional.of("event " + count + ": first " + there + ", then " + here);
    }

    /// Where the runs parted, if they did.
    public Optional<String> divergence() {
        if (divergence.isEmpty() && expected.isPresent() && expected.get().count > count)
            return Optional.of(
                    "the second run ended after "
                            + count
                            + " of "
                            + expected.get().count
                            + " events");
        return divergence;
    }

    public long happenings() {
        return count;
    }

    /// The hash of all that was added; nothing is added after this.
    public String hex() {
        flush();
        return HexFormat.of().formatHex(sha.digest());
    }
}
