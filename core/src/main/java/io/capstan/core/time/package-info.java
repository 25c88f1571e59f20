/// Time as a value: hybrid, interval, Lamport and vector clocks, and the `Now` that every step is
/// given.
@NullMarked
package io.capstan.core.time;

import org.jspecify.annotations.NullMarked;
