package io.capstan.sim.scenario;

import io.capstan.client.Asks;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import java.time.Duration;
import java.util.Optional;

/// One request on a key as its words say: which, where, for how long, at what level.
public record Wish(String at, Duration patience, Ask ask, Consistency level) {
    private static final Duration USUAL = Duration.ofSeconds(5);

    /// Takes the words after the verb `put`, `delete`, `cas` or `get`.
    public static Wish of(String verb, Words words) {
        String at = words.after("at").orElse("");
        Duration patience = words.after("for").map(Words::duration).orElse(USUAL);
        Ask ask = asked(verb, words);
        return new Wish(
                at,
                patience,
                ask,
                words.isEmpty() ? Consistency.LINEARIZABLE : Words.level(words.next("a level")));
    }

    private static Ask asked(String verb, Words words) {
        Bytes key = Bytes.utf8(words.next("a key"));
        return switch (verb) {
            case "put" -> Asks.put(key, Bytes.utf8(words.next("a value")));
            case "delete" -> Asks.delete(key);
            case "cas" ->
                    Asks.compareAndSet(
                            key,
                            expected(words.next("what is expected")),
                            Bytes.utf8(words.next("a value")));
            default -> Asks.get(key);
        };
    }

    private static Optional<Bytes> expected(String value) {
        return value.equals("-") ? Optional.empty() : Optional.of(Bytes.utf8(value));
    }

    /// What came of it, as a transcript says it.
    public static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done ->
                    switch (done.result()) {
                        case Result.Written _ -> "ok";
                        case Result.ConditionFailed(var key, var actual) ->
                                "mismatch: " + (actual.isEmpty() ? "-" : actual.getFirst().value());
                        case Result.Rows(var rows, var more, var passed) ->
                                rows.isEmpty() ? "-" : rows.getFirst().value().toString();
                        case Result.Digested(long rows, var hash, var more) ->
                                rows + " rows, digest " + hash.hex();
                        case Result.Administered _ -> "done";
                    };
            case Outcome.Refused refused -> "refused " + refused.code();
            case Outcome.Redirected to -> "redirected to " + to.leader();
            case Outcome.Unknown _ -> "unknown";
        };
    }
}
