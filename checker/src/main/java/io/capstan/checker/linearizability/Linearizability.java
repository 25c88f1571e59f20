package io.capstan.checker.linearizability;

import io.capstan.checker.history.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges whole histories, key by key: by locality a history is linearizable if and only if each
/// key's part is (Herlihy & Wing 1990, theorem 1).
///
/// Violations win over unknown keys; one unknown key makes an otherwise explained history unknown.
public final class Linearizability {
    /// Depth-first steps per operation before the breadth-first engine is asked: enough wherever a
    /// witness lies near the order of invocation.
    private static final long EAGER_STEPS = 64;

    /// How many depth-first steps cost as much as one breadth-first step.
    private static final long BREADTH_COST = 20;

    private static final List<Breadth> ROUNDS =
            List.of(Breadth.SLIM, Breadth.NARROW, Breadth.WIDE, Breadth.UNBOUNDED);

    private final History history;
    private final Limits limits;

    private Linearizability(History history, Limits limits) {
        this.history = history;
        this.limits = limits;
    }

    public static Verdict judge(History history, Limits limits) {
        return new Linearizability(history, limits).judge();
    }

    private Verdict judge() {
        @Nullable String unknown = null;
        for (int[] rows : history.rowsByKey()) {
            if (limits.patience().isOver()) {
                unknown = "the time limit was reached; raise it";
                break;
            }
            KeyHistory operations = KeyHistory.of(history, rows);
            switch (judge(operations, limits)) {
                case Judgement.Linearizable _ -> {}
                case Judgement.Broken broken -> {
                    return new Verdict.Violated(counterexample(rows, operations, broken));
                }
                case Judgement.Undecided(String reason) ->
                        unknown = "key " + keyOf(rows) + ": " + reason;
            }
        }
        return unknown == null ? new Verdict.Valid() : new Verdict.Unknown(unknown);
    }

    /// Only the breadth-first engine knows which completion broke the history; if it cannot tell,
    /// the operations stand for themselves.
    private Counterexample counterexample(int[] rows, KeyHistory operations, Judgement found) {
        Judgement located =
                found instanceof Judgement.Broken(int at) && at >= 0
                        ? found
                        : breadthFirst(operations, limits);
        return located instanceof Judgement.Broken(int at) && at >= 0
                ? Explanation.of(history, rows, Shrinking.of(operations, at, limits))
                : Explanation.of(history, rows, operations);
    }

    private String keyOf(int[] rows) {
        return history.operation(rows[0]).key().toString();
    }

    /// The cheapest engine that can decide. The two searches take turns: breadth first where depth
    /// first wanders, with more and more breadth, then depth first with all the steps there are.
    static Judgement judge(KeyHistory operations, Limits limits) {
        if (Zones.apply(operations)) {
            return Zones.judge(operations);
        }
        int obvious = Contradictions.find(operations);
        if (obvious >= 0) {
            return new Judgement.Broken(obvious);
        }
        long eager = EAGER_STEPS * (operations.size() + 1);
        Judgement judgement = WingGong.judge(operations, new Budget(limits, eager));
        if (judgement instanceof Judgement.Undecided) {
            judgement = breadthFirst(operations, limits);
        }
        if (judgement instanceof Judgement.Undecided) {
            judgement = WingGong.judge(operations, new Budget(limits, limits.stepsPerKey()));
        }
        return judgement;
    }

    static Judgement breadthFirst(KeyHistory operations, Limits limits) {
        Judgement judgement = new Judgement.Undecided("not tried");
        for (Breadth breadth : ROUNDS) {
            Budget budget = new Budget(limits, limits.stepsPerKey() / BREADTH_COST);
            judgement = Frontier.judge(operations, budget, breadth);
            if (!(judgement instanceof Judgement.Undecided) || limits.patience().isOver()) {
                return judgement;
            }
        }
        return judgement;
    }
}
