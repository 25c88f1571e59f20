/// Bytes on the wire and in the log: frames, writers, readers, codecs of the core's own records.
@NullMarked
package io.capstan.core.wire;

import org.jspecify.annotations.NullMarked;
