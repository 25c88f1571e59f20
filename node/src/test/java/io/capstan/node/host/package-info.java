@NullMarked
package io.capstan.node.host;

import org.jspecify.annotations.NullMarked;
