/// The simulated world.
@NullMarked
package io.capstan.sim;

import org.jspecify.annotations.NullMarked;
