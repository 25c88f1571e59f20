/// Laws of placement.
@NullMarked
package io.capstan.placement;

import org.jspecify.annotations.NullMarked;
