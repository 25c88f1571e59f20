/// The vocabulary of Capstan: ids, bytes, time, the actor contract, requests and outcomes, quorum
/// arithmetic, codecs.
///
/// Nothing here does I/O, reads a clock or starts a thread; nothing here imports another module.
@NullMarked
package io.capstan.core;

import org.jspecify.annotations.NullMarked;
