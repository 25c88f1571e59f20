/// Stories of a cluster as readable transcripts: commands, and under each what came of it.
///
/// ```
/// # A comment, before a command.
/// partition {n1} | {n2 n3}
/// put k v at n1 for 3s
/// ----
/// unknown
/// ```
///
/// Commands that belong together stand together; a line of four dashes ends them, what they said
/// follows up to the next empty line.
@NullMarked
package io.capstan.sim.scenario;

import org.jspecify.annotations.NullMarked;
