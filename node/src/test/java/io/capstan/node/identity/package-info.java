@NullMarked
package io.capstan.node.identity;

import org.jspecify.annotations.NullMarked;
