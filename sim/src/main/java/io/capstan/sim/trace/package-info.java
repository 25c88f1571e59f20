/// What happened in a run, as a hash that two runs can compare and as lines that a person can
/// follow.
@NullMarked
package io.capstan.sim.trace;

import org.jspecify.annotations.NullMarked;
