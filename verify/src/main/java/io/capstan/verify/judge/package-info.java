/// The verdict on a run under the level that its table claims.
@NullMarked
package io.capstan.verify.judge;

import org.jspecify.annotations.NullMarked;
