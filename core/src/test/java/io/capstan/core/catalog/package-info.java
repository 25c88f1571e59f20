/// The rows of the system table as bytes.
@NullMarked
package io.capstan.core.catalog;

import org.jspecify.annotations.NullMarked;
