/// What a node tells of itself while it runs: figures ([io.capstan.server.telemetry.Meters]), lines
/// of log ([io.capstan.server.telemetry.Happenings]) and the ways of traced requests
/// ([io.capstan.server.telemetry.TraceBook]). Nothing here ever makes the host wait.
@NullMarked
package io.capstan.server.telemetry;

import org.jspecify.annotations.NullMarked;
