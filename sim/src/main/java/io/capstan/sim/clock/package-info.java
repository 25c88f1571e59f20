/// Clocks that drift, are skewed and jump, as a plan says, and never otherwise.
@NullMarked
package io.capstan.sim.clock;

import org.jspecify.annotations.NullMarked;
