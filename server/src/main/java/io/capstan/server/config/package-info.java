/// The configuration of a node: one schema for its file, its environment and its flags.
@NullMarked
package io.capstan.server.config;

import org.jspecify.annotations.NullMarked;
