@NullMarked
package io.capstan.node.router;

import org.jspecify.annotations.NullMarked;
