/// How a cluster stands, gathered from its nodes, and how that is printed.
@NullMarked
package io.capstan.cli.status;

import org.jspecify.annotations.NullMarked;
