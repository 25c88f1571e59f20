/// Chance as an input: seeded streams, one for each component.
@NullMarked
package io.capstan.core.random;

import org.jspecify.annotations.NullMarked;
