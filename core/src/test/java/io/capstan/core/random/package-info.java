/// Laws of `io.capstan.core.random`.
@NullMarked
package io.capstan.core.random;

import org.jspecify.annotations.NullMarked;
