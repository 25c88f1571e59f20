/// A node's configuration on the command line: its flags, and how it is shown.
@NullMarked
package io.capstan.cli.config;

import org.jspecify.annotations.NullMarked;
