/// Laws of the ring.
@NullMarked
package io.capstan.placement.ring;

import org.jspecify.annotations.NullMarked;
