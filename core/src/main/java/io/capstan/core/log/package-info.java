/// What a replica keeps: entries, records, positions, snapshots, and what it finds after a restart.
@NullMarked
package io.capstan.core.log;

import org.jspecify.annotations.NullMarked;
