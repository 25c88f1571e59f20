package io.capstan.checker.linearizability;

/// Finds the latest moment of a broken history from which on the rest can be told alone: nothing is
/// under way, and all explanations agree on what the register holds.
///
/// Operations that crashed before may still take effect after it, so they are kept. Some
/// explanation may have used one of them already; keeping it only allows more, so what is broken
/// nevertheless is broken.
final class LatestCut {
    private LatestCut() {}

    static KeyHistory of(KeyHistory history, Limits limits) {
        int[] lastObserved = history.lastObserved();
        int[] now = {0};
        Frontier frontier =
                new Frontier(
                        history.initial,
                        value -> lastObserved[value] >= now[0],
                        new Budget(limits, limits.stepsPerKey()),
                        Breadth.WIDE);
        int[] slot = new int[history.size()];
        int cut = -1;
        int state = history.initial;
        for (int event : history.events()) {
            int i = event >> 1;
            if ((event & 1) == 0) {
                now[0] = history.call[i];
                slot[i] = frontier.invoke(history.kind[i], history.first[i], history.second[i]);
                if (history.crashed(i)) {
                    frontier.crash(slot[i]);
                }
                continue;
            }
            now[0] = history.ret[i];
            if (!frontier.ok(slot[i]) || frontier.isCut()) {
                break;
            }
            int[] states = frontier.states();
            if (states.length == 1 && states[0] >= 0 && !frontier.isBusy()) {
                cut = now[0];
                state = states[0];
            }
        }
        return cut < 0 ? history : history.from(cut, state);
    }
}
