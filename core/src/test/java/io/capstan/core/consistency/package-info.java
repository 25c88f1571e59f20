/// Laws of `io.capstan.core.consistency`.
@NullMarked
package io.capstan.core.consistency;

import org.jspecify.annotations.NullMarked;
