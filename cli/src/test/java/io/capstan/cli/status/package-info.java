@NullMarked
package io.capstan.cli.status;

import org.jspecify.annotations.NullMarked;
