/// What one seed draws: the shape of the cluster, its settings, the weather, and what goes wrong
/// when.
///
/// Swarm testing: every run leaves most things out, so that no two features always hide each other.
/// Groce et al., "Swarm Testing" (2012).
@NullMarked
package io.capstan.sim.swarm;

import org.jspecify.annotations.NullMarked;
