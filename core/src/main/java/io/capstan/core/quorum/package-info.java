/// Quorum arithmetic: majority, joint, weighted and grid quorums as pure values.
@NullMarked
package io.capstan.core.quorum;

import org.jspecify.annotations.NullMarked;
