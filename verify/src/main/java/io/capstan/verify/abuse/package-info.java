/// Throws at the ports of real nodes what no honest client sends: bytes that are no frames, frames
/// that never end, requests over every bound, askers that never read, crowds that say nothing.
@NullMarked
package io.capstan.verify.abuse;

import org.jspecify.annotations.NullMarked;
