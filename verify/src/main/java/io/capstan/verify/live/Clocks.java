package io.capstan.verify.live;

/// A node's clocks: the wall clock off by so much, the monotonic one running so much faster.
record Clocks(int offsetMillis, int driftPpm) {
    static final Clocks TRUE = new Clocks(0, 0);
}
