/// One run of one seed, from founding to verdict: the cluster forms, works while things go wrong,
/// is healed, and must then serve and come to rest.
@NullMarked
package io.capstan.sim.trial;

import org.jspecify.annotations.NullMarked;
