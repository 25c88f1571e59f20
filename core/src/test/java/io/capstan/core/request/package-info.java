/// Laws of `io.capstan.core.request`.
@NullMarked
package io.capstan.core.request;

import org.jspecify.annotations.NullMarked;
