/// The simulated network: frames are lost, repeated, late, overtaken or spoilt; links have weather;
/// partitions of every shape.
@NullMarked
package io.capstan.sim.network;

import org.jspecify.annotations.NullMarked;
