/// The simulated disk and key-value store: they lose what was not synced or flushed, at points that
/// the seed draws, and can be slow, stalled, full, rotten or broken.
@NullMarked
package io.capstan.sim.disk;

import org.jspecify.annotations.NullMarked;
