@NullMarked
package io.capstan.node.catalog;

import org.jspecify.annotations.NullMarked;
