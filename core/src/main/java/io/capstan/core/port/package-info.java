/// The five ports in which the real and the simulated world differ: network, disk, key-value store,
/// clock, entropy.
@NullMarked
package io.capstan.core.port;

import org.jspecify.annotations.NullMarked;
