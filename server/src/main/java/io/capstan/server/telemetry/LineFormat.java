package io.capstan.server.telemetry;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// How a line of the log looks: for people, or as one JSON object a line with the names that
/// OpenTelemetry gives to a log record's parts.
abstract sealed class LineFormat extends Formatter {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// What the line is about, where it came as such.
    static @Nullable Happening happening(LogRecord line) {
        @Nullable Object[] parameters = line.getParameters();
        return parameters != null && parameters.length > 0 && parameters[0] instanceof Happening h
                ? h
                : null;
    }

    /// The failure behind the line, where there is one.
    static @Nullable Throwable failure(LogRecord line) {
        if (line.getThrown() != null) return line.getThrown();
        @Nullable Object[] parameters = line.getParameters();
        if (parameters == null || parameters.length == 0) return null;
        return parameters[parameters.length - 1] instanceof Throwable failure ? failure : null;
    }

    static String stack(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }

    static String words(LogRecord line) {
        Happening happening = happening(line);
        if (happening != null) return happening.message();
        String message = line.getMessage() == null ? "" : line.getMessage();
        @Nullable Object[] parameters = line.getParameters();
        return parameters == null || parameters.length == 0
                ? message
                : new MessageFormat(message, Locale.ROOT).format(parameters);
    }

    static String severity(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) return "ERROR";
        if (level.intValue() >= Level.WARNING.intValue()) return "WARN";
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    /// `16:20:01.123 WARN n1 another node is silent member=n3`, in UTC.
    static final class Text extends LineFormat {
        @Override
        public String format(LogRecord line) {
            StringBuilder out = new StringBuilder();
            out.append(CLOCK.format(line.getInstant()))
                    .append(String.format(Locale.ROOT, " %-5s ", severity(line.getLevel())))
                    .append(source(line))
                    .append("  ")
                    .append(words(line));
            Happening happening = happening(line);
            if (happening != null)
                happening
                        .fields()
                        .forEach((name, value) ->
                                out.append("  ").append(name).append('=').append(value));
            out.append('\n');
            Throwable failure = failure(line);
            return failure == null ? out.toString() : out.append(stack(failure)).toString();
        }

        private static String source(LogRecord line) {
            String logger = line.getLoggerName() == null ? "" : line.getLoggerName();
            return logger.startsWith("capstan.") ? logger.substring("capstan.".length()) : logger;
        }
    }

    static final class Json extends LineFormat {
        private static final JsonFactory FACTORY = new JsonFactory();
        private static final int DEBUG_NUMBER = 5;
        private static final int INFO_NUMBER = 9;
        private static final int WARN_NUMBER = 13;
        private static final int ERROR_NUMBER = 17;

        private final String node;

        Json(String node) {
            this.node = node;
        }

        @Override
        public String format(LogRecord line) {
            StringWriter text = new StringWriter();
            try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
                out.writeStartObject();
                out.writeStringProperty("timestamp", timestamp(line.getInstant()));
                String severity = severity(line.getLevel());
                out.writeStringProperty("severity_text", severity);
                out.writeNumberProperty("severity_number", number(severity));
                out.writeStringProperty("node", node);
                if (line.getLoggerName() != null)
                    out.writeStringProperty("logger", line.getLoggerName());
                Happening happening = happening(line);
                if (happening != null)
                    out.writeStringProperty("event.name", happening.kind().code());
                out.writeStringProperty("body", words(line));
                if (happening != null) fields(happening, out);
                Throwable failure = failure(line);
                if (failure != null) {
                    out.writeStringProperty("error.type", failure.getClass().getName());
                    out.writeStringProperty("error.stack", stack(failure));
                }
                out.writeEndObject();
            }
            return text.append("\n").toString();
        }

        private static void fields(Happening happening, JsonGenerator out) {
            for (Map.Entry<String, Object> field : happening.fields().entrySet()) {
                switch (field.getValue()) {
                    case Long number -> out.writeNumberProperty(field.getKey(), number);
                    case Integer number -> out.writeNumberProperty(field.getKey(), number);
                    case Boolean truth -> out.writeBooleanProperty(field.getKey(), truth);
                    default -> out.writeStringProperty(field.getKey(), field.getValue().toString());
                }
            }
        }

        private static String timestamp(Instant instant) {
            return DateTimeFormatter.ISO_INSTANT.format(instant);
        }

        private static int number(String severity) {
            return switch (severity) {
                case "ERROR" -> ERROR_NUMBER;
                case "WARN" -> WARN_NUMBER;
                case "INFO" -> INFO_NUMBER;
                default -> DEBUG_NUMBER;
            };
        }
    }
}
