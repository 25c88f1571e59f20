package io.capstan.checker.io;

import io.capstan.checker.history.Event;
import java.io.IOException;
import java.util.Locale;

/// Writes a history in Jepsen's EDN, one operation map per line, as [EdnHistory] and Jepsen read
/// it.
public final class EdnWriter {
    private final Appendable out;

    public EdnWriter(Appendable out) {
        this.out = out;
    }

    /// Writes one event.
    public void write(Event event) throws IOException {
        out.append("{:process ").append(event.process().toString());
        out.append(", :type :").append(event.type().name().toLowerCase(Locale.ROOT));
        if (!event.function().isEmpty()) {
            out.append(", :f :").append(event.function());
        }
        if (event.key() != null) {
            out.append(", :key ").append(event.key().toString());
        }
        out.append(", :value ").append(event.valueOrNil().toString());
        if (event.index() != Event.NO_INDEX) {
            out.append(", :index ").append(Long.toString(event.index()));
        }
        out.append("}\n");
    }
}
