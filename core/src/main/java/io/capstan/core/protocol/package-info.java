/// The contract of a replication protocol and of the state machine that every protocol drives.
@NullMarked
package io.capstan.core.protocol;

import org.jspecify.annotations.NullMarked;
