/// What must hold in every run: the laws that a client can see, and the invariants behind them.
///
/// A law never throws: it tells a [Court], which stops the run.
@NullMarked
package io.capstan.sim.law;

import org.jspecify.annotations.NullMarked;
