@NullMarked
package io.capstan.server.telemetry;

import org.jspecify.annotations.NullMarked;
