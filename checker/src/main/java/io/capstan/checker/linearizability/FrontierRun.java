package io.capstan.checker.linearizability;

/// Walks the [Frontier] along a finished history, with full knowledge of what is still to come.
final class FrontierRun {
    private final KeyHistory history;
    private final Budget budget;
    private final Breadth breadth;
    private final int[] lastObserved;
    private int now;

    FrontierRun(KeyHistory history, Budget budget, Breadth breadth) {
        this.history = history;
        this.breadth = breadth;
        this.budget = budget;
        this.lastObserved = history.lastObserved();
    }

    Judgement judge() {
        Frontier frontier =
                new Frontier(history.initial, value -> lastObserved[value] >= now, budget, breadth);
        int[] slot = new int[history.size()];
        for (int event : history.events()) {
            int i = event >> 1;
            if ((event & 1) == 0) {
                now = history.call[i];
                slot[i] = frontier.invoke(history.kind[i], history.first[i], history.second[i]);
                if (history.crashed(i)) {
                    frontier.crash(slot[i]);
                }
                continue;
            }
            now = history.ret[i];
            if (!frontier.ok(slot[i])) {
                return ended(frontier, i);
            }
        }
        return new Judgement.Linearizable();
    }

    private Judgement ended(Frontier frontier, int at) {
        if (budget.isExhausted()) {
            return new Judgement.Undecided(budget.reason());
        }
        return frontier.isCut()
                ? new Judgement.Undecided("none of the explanations followed goes on")
                : new Judgement.Broken(at);
    }
}
