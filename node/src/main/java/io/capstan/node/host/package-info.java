/// The one host: takes a node's inputs in, steps its actors, and carries their effects out in the
/// one safe order. Server and simulator run it alike.
@NullMarked
package io.capstan.node.host;

import org.jspecify.annotations.NullMarked;
