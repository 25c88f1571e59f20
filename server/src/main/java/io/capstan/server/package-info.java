/// The real world.
@NullMarked
package io.capstan.server;

import org.jspecify.annotations.NullMarked;
