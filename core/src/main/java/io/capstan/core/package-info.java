/// Vocabulary and contracts.
@NullMarked
package io.capstan.core;

import org.jspecify.annotations.NullMarked;
