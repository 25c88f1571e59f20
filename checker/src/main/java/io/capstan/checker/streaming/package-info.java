/// Judges a key-value history while it is being made, so that a simulation can stop at the very
/// completion that nothing explains.
@NullMarked
package io.capstan.checker.streaming;

import org.jspecify.annotations.NullMarked;
