/// Laws of the vocabulary.
@NullMarked
package io.capstan.core;

import org.jspecify.annotations.NullMarked;
