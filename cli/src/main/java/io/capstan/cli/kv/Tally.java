package io.capstan.cli.kv;

import io.capstan.client.Finished;
import io.capstan.core.request.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How an import went, so far or in all. `retried` counts rows that were sent more than once,
/// whatever became of them.
///
/// - `firstRefusal`, `firstUnknown`: why the first row was refused, and why nobody knows what
///   became of the first one unknown.
public record Tally(
        long acknowledged,
        long retried,
        long unknown,
        long refused,
        Optional<String> firstRefusal,
        Optional<String> firstUnknown) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, Optional.empty(), Optional.empty());

    Tally with(Finished finished) {
        Tally then = finished.attempts() > 1 ? oneMoreRetried() : this;
        return switch (finished.outcome()) {
            case Outcome.Done _ -> then.oneMoreAcknowledged();
            case Outcome.Refused refused ->
                    then.oneMoreRefused(refused.code() + ": " + refused.message());
            case Outcome.Unknown unknown -> then.oneMoreUnknown(unknown.reason());
            case Outcome.Redirected redirected -> then.oneMoreUnknown(redirected.toString());
        };
    }

    private Tally oneMoreAcknowledged() {
        return new Tally(acknowledged + 1, retried, unknown, refused, firstRefusal, firstUnknown);
    }

    private Tally oneMoreRetried() {
        return new Tally(acknowledged, retried + 1, unknown, refused, firstRefusal, firstUnknown);
    }

    private Tally oneMoreRefused(String why) {
        Optional<String> first = firstRefusal.or(() -> Optional.of(why));
        return new Tally(acknowledged, retried, unknown, refused + 1, first, firstUnknown);
    }

    private Tally oneMoreUnknown(String why) {
        Optional<String> first = firstUnknown.or(() -> Optional.of(why));
        return new Tally(acknowledged, retried, unknown + 1, refused, firstRefusal, first);
    }

    /// What went wrong, a sentence for each kind; empty where nothing did.
    public List<String> problems() {
        List<String> all = new ArrayList<>();
        firstRefusal.ifPresent(why -> all.add("refused " + refused + ", the first: " + why));
        firstUnknown.ifPresent(why -> all.add("unknown " + unknown + ", the first: " + why));
        return all;
    }

    /// For people.
    public String plain() {
        return String.format(
                Locale.ROOT,
                "acknowledged %d, retried %d, unknown %d%s",
                acknowledged,
                retried,
                unknown,
                refused == 0 ? "" : ", refused " + refused);
    }

    /// For programs; `more`: further fields, each after a comma.
    public String json(String more) {
        return String.format(
                Locale.ROOT,
                "{\"acknowledged\":%d,\"retried\":%d,\"unknown\":%d,\"refused\":%d%s}",
                acknowledged,
                retried,
                unknown,
                refused,
                more);
    }
}
