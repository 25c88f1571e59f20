/// Log, recovery, snapshots, versioned keys.
@NullMarked
package io.capstan.storage;

import org.jspecify.annotations.NullMarked;
