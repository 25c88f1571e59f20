package io.capstan.verify.report;

import io.capstan.checker.linearizability.Limits;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.workload.Operation;
import io.capstan.verify.judge.Account;
import io.capstan.verify.judge.Claim;
import io.capstan.verify.judge.Finding;
import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.plan.Settings;
import io.capstan.verify.record.Band;
import io.capstan.verify.record.Chronicle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs made up for tests: one register after the other, clients that take turns, some outcomes
/// bad.
final class Runs {
    static final Settings SETTINGS =
            new Settings(
                    3,
                    TablePolicy.DEFAULT,
                    List.of(FaultKind.KILL, FaultKind.PARTITION),
                    Optional.empty(),
                    Duration.ofSeconds(60),
                    7,
                    8,
                    Duration.ofSeconds(30));

    private static final long MILLI = 1_000_000;

    private final Chronicle chronicle = new Chronicle();
    private final Map<String, String> state = new TreeMap<>();
    private final Randomness random = new Randomness(11);
    private final String prefix;
    private final long[] process = new long[9];
    private long now;
    private Operation latest = operation(1, 0L, Operation.Kind.GET, "", Optional.empty());

    private Runs(String prefix) {
        this.prefix = prefix;
        for (int client = 1; client < process.length; client++)
            process[client] = chronicle.newProcess();
    }

    /// So many operations over a minute, all explained by one order; keys and values begin with
    /// `prefix`.
    static Account valid(int operations, String prefix) {
        Runs run = new Runs(prefix);
        run.work(operations);
        return run.account();
    }

    /// As [#valid], but one read finds the value before the last.
    static Account stale(int operations) {
        Runs run = new Runs("");
        run.work(operations / 2);
        run.write(1, "k9", "old");
        run.write(2, "k9", "new");
        run.read(3, "k9", "new");
        run.read(4, "k9", "old");
        run.work(operations / 2);
        return run.account();
    }

    private Account account() {
        Finding finding = new Claim(Consistency.LINEARIZABLE).judge(chronicle, Limits.standard());
        List<Band> bands =
                List.of(
                        band(FaultKind.KILL, "kill -9 n1 (leader)", List.of(1), 6_000, 9_000),
                        band(FaultKind.PARTITION, prefix + "halves", List.of(2), 12_000, 20_000),
                        band(FaultKind.PAUSE, "pause n3", List.of(3), 25_000, 29_000));
        return new Account(chronicle, bands, now, now + 40 * MILLI, finding, List.of());
    }

    private static Band band(
            FaultKind kind, String words, List<Integer> nodes, long from, long until) {
        return new Band(kind, words, nodes, from * MILLI, until * MILLI, "3 operations under way");
    }

    private void work(int operations) {
        long step = 30_000 * MILLI / Math.max(1, operations);
        for (int i = 0; i < operations; i++) {
            int client = 1 + random.below(8);
            String key = prefix + "k" + random.below(40);
            if (random.nextBoolean()) read(client, key, state.getOrDefault(key, ""));
            else if (random.chance(0.02)) lose(client, key);
            else write(client, key, prefix + client + "." + i);
            now += step;
        }
    }

    private void write(int client, String key, String value) {
        state.put(key, value);
        end(begin(client, Operation.Kind.PUT, key, Optional.of(value)), Operation.Result.OK, "");
    }

    private void read(int client, String key, String found) {
        int number = begin(client, Operation.Kind.GET, key, Optional.empty());
        now += 200_000 + random.below(3 * MILLI);
        Optional<String> value = found.isEmpty() ? Optional.empty() : Optional.of(found);
        latest.settle(Operation.Result.OK, value, HybridTime.ZERO, now);
        chronicle.end(number, "", 1);
    }

    private void lose(int client, String key) {
        int number = begin(client, Operation.Kind.PUT, key, Optional.of("lost" + now));
        end(number, Operation.Result.UNKNOWN, "no answer within the deadline" + prefix);
        process[client] = chronicle.newProcess();
    }

    private int begin(int client, Operation.Kind kind, String key, Optional<String> value) {
        latest = operation(client, process[client], kind, key, value);
        return chronicle.begin(latest);
    }

    private Operation operation(
            int client, long by, Operation.Kind kind, String key, Optional<String> value) {
        return new Operation(
                client,
                by,
                kind,
                Chronicle.TABLE,
                key,
                Optional.empty(),
                value,
                Consistency.LINEARIZABLE,
                now);
    }

    private void end(int number, Operation.Result result, String reason) {
        now += 300_000 + random.below(5 * MILLI);
        latest.settle(result, Optional.empty(), HybridTime.ZERO, now);
        chronicle.end(number, reason, 2);
    }

    static Facts facts(String command) {
        return new Facts(
                SETTINGS,
                command,
                "capstan test",
                "2026-01-01T00:00:00Z",
                "kv",
                "linearizable",
                "verify: raft N=3",
                "");
    }
}
