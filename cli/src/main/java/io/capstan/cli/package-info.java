/// The capstan command.
@NullMarked
package io.capstan.cli;

import org.jspecify.annotations.NullMarked;
