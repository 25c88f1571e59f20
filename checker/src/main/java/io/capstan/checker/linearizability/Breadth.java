package io.capstan.checker.linearizability;

/// How many explanations a [Frontier] follows at most. What it does not follow it may miss, so a
/// frontier that was cut and then dies has decided nothing; one that survives has.
///
/// @param configurations explanations kept after each completion
/// @param chainSteps steps tried to reach one completion
record Breadth(int configurations, int chainSteps) {
    static final Breadth SLIM = new Breadth(8, 96);
    static final Breadth NARROW = new Breadth(24, 512);
    static final Breadth WIDE = new Breadth(512, 8192);
    static final Breadth UNBOUNDED = new Breadth(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
