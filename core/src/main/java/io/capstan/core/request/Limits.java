package io.capstan.core.request;

import io.capstan.core.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How large a request may be. What is larger is refused before it takes part in anything, with the
/// bound and what to do.
public final class Limits {
    /// The longest key, in bytes. Longer ones are refused with `CAP-1401`.
    public static final int MAX_KEY_BYTES = 4 << 10;

    /// The longest value, in bytes. Longer ones are refused with `CAP-1402`.
    public static final int MAX_VALUE_BYTES = 1 << 20;

    /// The most bytes of keys and values in one request, so that it fits a frame and an append with
    /// room to spare. More is refused with `CAP-1402`.
    public static final int MAX_REQUEST_BYTES = 4 << 20;

    /// The longest name of a table, in bytes.
    public static final int MAX_NAME_BYTES = 63;

    /// The longest that a request may live, from its coming in to its expiry: its shard remembers
    /// it for so long. Longer is refused with `CAP-1405`.
    public static final Duration MAX_LIFE = Duration.ofHours(24);

    private Limits() {}

    /// Why the request cannot be taken; empty where it can.
    public static Optional<Outcome.Refused> refusal(Ask ask) {
        return switch (ask) {
            case Command.Operation(var _, List<Condition> conditions, List<Mutation> mutations) ->
                    command(conditions, mutations);
            case Command.Effects(var _, List<Mutation> mutations) -> command(List.of(), mutations);
            case Query.Get(List<Bytes> keys) -> get(keys);
            case Query.Scan scan -> scan(scan);
            case Query.Digest digest -> digest(digest);
            case Administer _ -> Optional.empty();
        };
    }

    private static Optional<Outcome.Refused> command(
            List<Condition> conditions, List<Mutation> mutations) {
        int parts = conditions.size() + mutations.size();
        if (parts == 0) return empty("a command without a key");
        if (parts > Command.MAX_PARTS) return tooManyParts(parts);
        Tally tally = new Tally();
        for (Condition condition : conditions) {
            tally.key(condition.key());
            if (condition instanceof Condition.ValueIs is) tally.value(is.key(), is.value());
        }
        for (Mutation mutation : mutations) {
            tally.key(mutation.key());
            if (mutation instanceof Mutation.Put put) tally.value(put.key(), put.value());
        }
        return tally.refusal();
    }

    private static Optional<Outcome.Refused> get(List<Bytes> keys) {
        if (keys.isEmpty()) return empty("a get without a key");
        if (keys.size() > Command.MAX_PARTS) return tooManyParts(keys.size());
        Tally tally = new Tally();
        keys.forEach(tally::key);
        return tally.refusal();
    }

    private static Optional<Outcome.Refused> scan(Query.Scan scan) {
        if (scan.limit() < 1) return empty("a scan for " + scan.limit() + " rows");
        Tally tally = new Tally();
        tally.bound(scan.from());
        tally.bound(scan.until());
        return tally.refusal();
    }

    private static Optional<Outcome.Refused> digest(Query.Digest digest) {
        if (digest.limit() < 1) return empty("a digest of " + digest.limit() + " rows");
        return Optional.empty();
    }

    /// Why no table can have this name; empty where one can. Names are letters, digits, `_`, `-`
    /// and `.`, and begin with a letter or `_`.
    public static Optional<Outcome.Refused> nameRefusal(String name) {
        if (name.length() <= MAX_NAME_BYTES && name.matches("[A-Za-z_][A-Za-z0-9_.-]*"))
            return Optional.empty();
        String shown = name.length() > MAX_NAME_BYTES ? name.substring(0, MAX_NAME_BYTES) : name;
        return refused(
                ErrorCode.MALFORMED,
                "'%s' cannot be a table's name; begin with a letter, go on with letters, digits,"
                        + " '_', '-' or '.', at most %d of them",
                shown,
                MAX_NAME_BYTES);
    }

    private static Optional<Outcome.Refused> empty(String what) {
        return refused(ErrorCode.MALFORMED, "%s asks for nothing; name a key", what);
    }

    private static Optional<Outcome.Refused> tooManyParts(int parts) {
        return refused(
                ErrorCode.TOO_MANY_PARTS,
                "%d keys in one request, the most are %d; split it",
                parts,
                Command.MAX_PARTS);
    }

    private static Optional<Outcome.Refused> refused(
            ErrorCode code, String message, Object... values) {
        return Optional.of(new Outcome.Refused(code, String.format(Locale.ROOT, message, values)));
    }

    /// Sums up one request; keeps the first refusal.
    private static final class Tally {
        private long bytes;
        private Optional<Outcome.Refused> refusal = Optional.empty();

        void key(Bytes key) {
            if (key.isEmpty()) {
                note(refused(ErrorCode.MALFORMED, "an empty key names no row; give it a byte"));
            } else {
                bound(key);
            }
        }

        void bound(Bytes key) {
            bytes += key.length();
            if (key.length() > MAX_KEY_BYTES)
                note(
                        refused(
                                ErrorCode.KEY_TOO_LARGE,
                                "key %s has %d bytes, the most are %d; shorten it",
                                key.slice(0, 16),
                                key.length(),
                                MAX_KEY_BYTES));
        }

        void value(Bytes key, Bytes value) {
            bytes += value.length();
            if (value.length() > MAX_VALUE_BYTES)
                note(
                        refused(
                                ErrorCode.VALUE_TOO_LARGE,
                                "the value of key %s has %d bytes, the most are %d; store it in"
                                        + " parts",
                                key.slice(0, Math.min(16, key.length())),
                                value.length(),
                                MAX_VALUE_BYTES));
        }

        private void note(Optional<Outcome.Refused> found) {
            if (refusal.isEmpty()) refusal = found;
        }

        Optional<Outcome.Refused> refusal() {
            if (refusal.isPresent() || bytes <= MAX_REQUEST_BYTES) return refusal;
            return refused(
                    ErrorCode.VALUE_TOO_LARGE,
                    "a request of %d bytes of keys and values, the most are %d; split it",
                    bytes,
                    MAX_REQUEST_BYTES);
        }
    }
}
