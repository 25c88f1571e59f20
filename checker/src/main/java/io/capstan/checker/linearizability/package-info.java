/// Is there one order of all operations, each at a moment between its invocation and its
/// completion, in which every read returns what was last written (Herlihy & Wing 1990)?
///
/// A history is linearizable if and only if its part for each key is (locality; the
/// P-compositionality of Horn & Kroening 2015), so [Linearizability] judges key by key, with the
/// cheapest engine that can decide:
///
/// 1. [Zones]: reads and writes only, every value written at most once. O(n log n), exact (Gibbons
///    & Korach 1997).
/// 2. [WingGong]: depth-first search with memory of what failed (Wing & Gong 1993, Lowe 2017).
///    Quick where a witness exists.
/// 3. [Frontier]: breadth-first, just in time (Lowe 2017, section 5), keeps all explanations that
///    no other explanation beats. Quick where none exists; the only engine that names the
///    completion that broke the history, and the one that judges a history still being made.
///
/// All three are exact; bounds on steps and memory turn an answer into *unknown*, never into
/// another answer.
@NullMarked
package io.capstan.checker.linearizability;

import org.jspecify.annotations.NullMarked;
