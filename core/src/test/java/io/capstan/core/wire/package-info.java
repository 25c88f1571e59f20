/// The laws of codecs, and what past releases wrote.
@NullMarked
package io.capstan.core.wire;

import org.jspecify.annotations.NullMarked;
