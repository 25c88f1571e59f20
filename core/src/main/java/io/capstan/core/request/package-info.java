/// What clients ask and what they are told: commands, queries, outcomes, errors.
@NullMarked
package io.capstan.core.request;

import org.jspecify.annotations.NullMarked;
