/// The world: one thread, virtual time, nodes that are real hosts over simulated ports, and
/// clients.
///
/// A node that is paused or dies in the middle of a turn is simulated exactly: a call into one of
/// its ports returns late, with the rest of the world having moved on meanwhile, or not at all.
@NullMarked
package io.capstan.sim.world;

import org.jspecify.annotations.NullMarked;
