/// Benchmarks and load.
@NullMarked
package io.capstan.bench;

import org.jspecify.annotations.NullMarked;
