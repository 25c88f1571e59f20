/// Which fault strikes when and whom: drawn from a seed, printed, and the same every time.
@NullMarked
package io.capstan.verify.plan;

import org.jspecify.annotations.NullMarked;
