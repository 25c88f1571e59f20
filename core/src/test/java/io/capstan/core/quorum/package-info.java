/// Laws of quorums.
@NullMarked
package io.capstan.core.quorum;

import org.jspecify.annotations.NullMarked;
