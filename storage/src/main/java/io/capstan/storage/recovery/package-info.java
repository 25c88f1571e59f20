/// A replica's start after a restart: what its log and its store say together.
@NullMarked
package io.capstan.storage.recovery;

import org.jspecify.annotations.NullMarked;
