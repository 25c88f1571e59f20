/// Code that breaks the rules of pure modules on purpose, so that the rules are seen to fail.
@NullMarked
package io.capstan.core.planted;

import org.jspecify.annotations.NullMarked;
