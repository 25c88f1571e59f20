/// What a node tells about itself: trace contexts, events, coverage marks.
@NullMarked
package io.capstan.core.trace;

import org.jspecify.annotations.NullMarked;
