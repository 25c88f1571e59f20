/// Histories in, verdicts out: was what the clients saw possible under the guarantee they were
/// promised?
///
/// - `history`: the model of what was observed: operations with an invocation and a completion.
/// - `linearizability`: verdicts about whole histories, and the explanation of a violation.
/// - `streaming`: the same verdict while the history is still being made.
/// - `io`: the only package that reads and writes files: Jepsen's EDN and JSON operation maps.
///
/// Every verdict is one of three: valid, violated, unknown. A bound that is reached gives unknown,
/// never a guess.
@NullMarked
package io.capstan.checker;

import org.jspecify.annotations.NullMarked;
