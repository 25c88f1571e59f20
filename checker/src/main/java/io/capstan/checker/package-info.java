/// Histories in, verdicts out.
@NullMarked
package io.capstan.checker;

import org.jspecify.annotations.NullMarked;
