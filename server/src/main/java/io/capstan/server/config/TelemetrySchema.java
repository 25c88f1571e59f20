package io.capstan.server.config;

import io.capstan.server.telemetry.LogFormat;
import java.util.List;

/// What a node tells of itself, and to whom.
final class TelemetrySchema {
    /// How the lines of the log look.
    static final Setting<LogFormat> LOG_FORMAT =
            Setting.of(
                    "telemetry.log_format",
                    "--log-format",
                    new Choice<>(LogFormat.class),
                    new Default.Fixed<>(LogFormat.AUTO),
                    "How the lines of the log on standard error look; auto: text on a terminal,"
                            + " else one JSON object a line.");

    static final Setting<String> COLLECTOR =
            Setting.of(
                    "trace.otlp_endpoint",
                    "",
                    new HttpUrl(),
                    new Default.None<>(),
                    "Where spans of traced requests are sent, by OTLP over HTTP; nowhere without"
                            + " it.");

    static final List<Setting<?>> ALL = List.of(LOG_FORMAT, COLLECTOR);

    private TelemetrySchema() {}
}
