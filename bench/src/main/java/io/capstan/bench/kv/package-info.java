/// A closed-loop load of puts and gets on a real cluster, through the native client.
@NullMarked
package io.capstan.bench.kv;

import org.jspecify.annotations.NullMarked;
