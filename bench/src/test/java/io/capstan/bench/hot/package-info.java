/// What a put is made of, each part alone, under JMH: a Raft group's steps, the codec, the log on a
/// real disk, recovery. `scripts/bench/jmh.sh` runs them; JMH stays out of what is shipped.
@NullMarked
package io.capstan.bench.hot;

import org.jspecify.annotations.NullMarked;
