/// Laws of the liveness layer.
@NullMarked
package io.capstan.membership.liveness;

import org.jspecify.annotations.NullMarked;
