/// A whole cluster on one machine, for `capstan demo` and for tests.
@NullMarked
package io.capstan.server.local;

import org.jspecify.annotations.NullMarked;
