package io.capstan.server.telemetry;

import io.capstan.core.actor.Address;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;

/// A traced request was seen at a stage here, at this time of the machine's wall clock, in
/// microseconds since 1970.
record Sighting(TraceContext trace, Stage stage, Address where, String detail, long micros) {}
