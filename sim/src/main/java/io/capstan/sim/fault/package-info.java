/// Faults as data: what can go wrong, a schedule of it that can be written down, and the account of
/// what was felt.
@NullMarked
package io.capstan.sim.fault;

import org.jspecify.annotations.NullMarked;
