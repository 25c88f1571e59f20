/// What clients did and what they learnt of it: the history of a run.
@NullMarked
package io.capstan.verify.record;

import org.jspecify.annotations.NullMarked;
