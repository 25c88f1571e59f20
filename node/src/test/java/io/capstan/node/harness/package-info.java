/// A small deterministic world for stories of whole nodes: memory for disk and store, a network
/// that takes a millisecond, one clock.
@NullMarked
package io.capstan.node.harness;

import org.jspecify.annotations.NullMarked;
