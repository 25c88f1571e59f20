package io.capstan.sim.scenario;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a scenario's clients ask, with and without waiting, and how their answers read.
final class Asking {
    /// How far past its deadline a request is waited for: clients settle theirs long before.
    private static final long GRACE_NANOS = 60_000_000_000L;

    private final Setting setting;
    private final Group group;
    private final Map<String, Optional<Outcome>> begun = new TreeMap<>();

    Asking(Setting setting, Group group) {
        this.setting = setting;
        this.group = group;
    }

    String ask(String verb, Words words) {
        Wish wish = Wish.of(verb, words);
        return Wish.shown(
                await(
                        wish.at(),
                        group.table(),
                        ShardId.NONE,
                        wish.level(),
                        wish.ask(),
                        wish.patience()));
    }

    void begin(Words words) {
        String name = words.next("a name");
        Wish wish = Wish.of(words.next("a verb"), words);
        begun.put(name, Optional.empty());
        setting.clientAt(wish.at())
                .submit(
                        group.table(),
                        ShardId.NONE,
                        wish.level(),
                        wish.ask(),
                        wish.patience(),
                        outcome -> begun.put(name, Optional.of(outcome)));
    }

    String await(String name) {
        if (!begun.containsKey(name))
            throw new IllegalArgumentException("nothing begun as " + name);
        setting.world().passUntil(() -> outcome(name).isPresent(), GRACE_NANOS);
        return outcome(name).map(Wish::shown).orElse("still waiting");
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
}
