/// Values made from a seed, for tests of laws that hold of all values.
@NullMarked
package io.capstan.core.sample;

import org.jspecify.annotations.NullMarked;
