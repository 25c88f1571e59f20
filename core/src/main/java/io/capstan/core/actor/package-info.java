/// The kernel contract: actors, their inputs and the outbox through which all they do leaves.
@NullMarked
package io.capstan.core.actor;

import org.jspecify.annotations.NullMarked;
