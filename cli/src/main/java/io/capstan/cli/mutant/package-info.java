/// Mutants: the simulator's green means something only if it turns red on broken code.
///
/// A [Mutant] is a patch to the real sources that breaks one rule. It is applied to a copy,
/// compiled against the built classes and run by the simulator in a class loader of its own
/// ([MutantLoader]). A patch that no longer applies, or code that no longer compiles, is a failure
/// and not a miss.
@NullMarked
package io.capstan.cli.mutant;

import org.jspecify.annotations.NullMarked;
