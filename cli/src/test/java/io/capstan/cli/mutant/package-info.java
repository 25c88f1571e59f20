/// Tests of the mutants' machinery, with a door for a subject.
@NullMarked
package io.capstan.cli.mutant;

import org.jspecify.annotations.NullMarked;
