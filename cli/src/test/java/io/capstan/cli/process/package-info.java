/// Nodes in processes of their own.
@NullMarked
package io.capstan.cli.process;

import org.jspecify.annotations.NullMarked;
