package io.capstan.checker.io;

import io.capstan.checker.history.HistoryBuilder;
import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads a whole history from a stream of bytes, in UTF-8.
public final class HistoryFile {
    /// Events between two looks at the memory held.
    private static final long EVENTS_BETWEEN_LOOKS = 1024;

    private final Workload workload;
    private final Value initial;
    private final long memoryBytes;

    /// @param memoryBytes bound on the heap that the history may hold
    public HistoryFile(Workload workload, Value initial, long memoryBytes) {
        this.workload = workload;
        this.initial = initial;
        this.memoryBytes = memoryBytes;
    }

    /// Reads one value in that format, such as an argument of the command line.
    public static Optional<Value> value(String text, Format format) {
        try (Reader in = new StringReader(text)) {
            return Optional.of(
                    switch (format) {
                        case EDN -> EdnHistory.value(in);
                        case JSON -> JsonHistory.value(in);
                    });
        } catch (IOException | MalformedHistory e) {
            return Optional.empty();
        }
    }

    /// Reads the history; the format is told from its beginning unless it is named.
    public Reading read(InputStream bytes, Optional<Format> named) {
        HistoryBuilder builder = new HistoryBuilder(workload, initial);
        try {
            BufferedInputStream in = new BufferedInputStream(bytes, Beginning.LENGTH);
            Beginning beginning = beginningOf(in);
            Optional<String> complaint = beginning.complaint();
            if (complaint.isPresent()) {
                return new Reading.Refused(complaint.get());
            }
            Format format = named.orElseGet(beginning::format);
            Reader text =
                    new InputStreamReader(
                            in,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT));
            EventSink sink = bounded(builder);
            switch (format) {
                case EDN -> EdnHistory.read(text, sink);
                case JSON -> JsonHistory.read(text, sink);
            }
            builder.end();
        } catch (MalformedHistory e) {
            return new Reading.Refused(e.diagnosis());
        } catch (CharacterCodingException e) {
            return new Reading.Refused("the input is not UTF-8 text");
        } catch (IOException e) {
            return new Reading.Refused("the input cannot be read: " + e.getMessage());
        }
        return builder.bytes() > memoryBytes
                ? new Reading.TooLarge(
                        "the history does not fit the memory limit of "
                                + (memoryBytes >> 10)
                                + " KiB; raise it")
                : new Reading.Read(builder.build(), builder.bytes());
    }

    private EventSink bounded(HistoryBuilder builder) {
        return event -> {
            builder.add(event);
            return event.place().event() % EVENTS_BETWEEN_LOOKS != 0
                    || builder.bytes() <= memoryBytes;
        };
    }

    /// Looks ahead; the mark of UTF-8, if any, is skipped.
    private static Beginning beginningOf(BufferedInputStream in) throws IOException {
        in.mark(Beginning.LENGTH);
        Beginning beginning = new Beginning(in.readNBytes(Beginning.LENGTH));
        in.reset();
        in.skipNBytes(beginning.markLength());
        return beginning;
    }
}
