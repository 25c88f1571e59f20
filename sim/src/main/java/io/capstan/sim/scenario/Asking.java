package io.capstan.sim.scenario;

import io.capstan.client.Asks;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a scenario's clients ask, with and without waiting, and how their answers read.
final class Asking {
    private static final Duration USUAL = Duration.ofSeconds(5);

    /// How far past its deadline a request is waited for: clients settle theirs long before.
    private static final long GRACE_NANOS = 60_000_000_000L;

    private final Setting setting;
    private final Group group;
    private final Map<String, Optional<Outcome>> begun = new TreeMap<>();

    Asking(Setting setting, Group group) {
        this.setting = setting;
        this.group = group;
    }

    /// One request on a key as its words say: which, where, for how long, at what level.
    private record Wish(String at, Duration patience, Ask ask, Consistency level) {
        static Wish of(String verb, Words words) {
            String at = words.after("at").orElse("");
            Duration patience = words.after("for").map(Words::duration).orElse(USUAL);
            Ask ask = asked(verb, words);
            return new Wish(
                    at,
                    patience,
                    ask,
                    words.isEmpty()
                            ? Consistency.LINEARIZABLE
                            : Words.level(words.next("a level")));
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
    }

    String ask(String verb, Words words) {
        Wish wish = Wish.of(verb, words);
        return shown(
                await(wish.at, group.table(), ShardId.NONE, wish.level, wish.ask, wish.patience));
    }

    void begin(Words words) {
        String name = words.next("a name");
        Wish wish = Wish.of(words.next("a verb"), words);
        begun.put(name, Optional.empty());
        setting.clientAt(wish.at)
                .submit(
                        group.table(),
                        ShardId.NONE,
                        wish.level,
                        wish.ask,
                        wish.patience,
                        outcome -> begun.put(name, Optional.of(outcome)));
    }

    String await(String name) {
        if (!begun.containsKey(name))
            throw new IllegalArgumentException("nothing begun as " + name);
        setting.world().passUntil(() -> outcome(name).isPresent(), GRACE_NANOS);
        return outcome(name).map(Asking::shown).orElse("still waiting");
    }

    private Optional<Outcome> outcome(String name) {
        return begun.getOrDefault(name, Optional.empty());
    }

    Outcome await(
            String at,
            TableId table,
            ShardId shard,
            Consistency level,
            Ask ask,
            Duration patience) {
        List<Outcome> answer = new ArrayList<>();
        setting.clientAt(at).submit(table, shard, level, ask, patience, answer::add);
        setting.world().passUntil(() -> !answer.isEmpty(), patience.toNanos() + GRACE_NANOS);
        return answer.isEmpty() ? new Outcome.Unknown("no answer") : answer.getFirst();
    }

    static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done ->
                    switch (done.result()) {
                        case Result.Written _ -> "ok";
                        case Result.ConditionFailed(var key, var actual) ->
                                "mismatch: " + (actual.isEmpty() ? "-" : actual.getFirst().value());
                        case Result.Rows(var rows, var more) ->
                                rows.isEmpty() ? "-" : rows.getFirst().value().toString();
                        case Result.Administered _ -> "done";
                    };
            case Outcome.Refused refused -> "refused " + refused.code();
            case Outcome.Redirected to -> "redirected to " + to.leader();
            case Outcome.Unknown _ -> "unknown";
        };
    }
}
