@NullMarked
package io.capstan.core.trace;

import org.jspecify.annotations.NullMarked;
