/// Runs whole worlds: many seeds over all cores, one seed twice, a failing seed ever smaller; and
/// says what came of it. The only part of the simulator that knows threads and real time.
@NullMarked
package io.capstan.sim.run;

import org.jspecify.annotations.NullMarked;
