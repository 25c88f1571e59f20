/// What a node tells people and tools over HTTP.
@NullMarked
package io.capstan.server.admin;

import org.jspecify.annotations.NullMarked;
