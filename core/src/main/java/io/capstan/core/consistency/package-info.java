/// How fresh an answer must be, what a session has seen, what a table promises.
@NullMarked
package io.capstan.core.consistency;

import org.jspecify.annotations.NullMarked;
