/// Makes histories for the tests of this module.
@NullMarked
package io.capstan.checker;

import org.jspecify.annotations.NullMarked;
