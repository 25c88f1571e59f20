/// A complete node without I/O.
@NullMarked
package io.capstan.node;

import org.jspecify.annotations.NullMarked;
