/// Laws of `io.capstan.core.time`.
@NullMarked
package io.capstan.core.time;

import org.jspecify.annotations.NullMarked;
