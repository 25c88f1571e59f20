/// What clients do in the simulated world, and the history of what they saw.
@NullMarked
package io.capstan.sim.workload;

import org.jspecify.annotations.NullMarked;
