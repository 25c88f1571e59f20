package io.capstan.checker.io;

import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import java.io.IOException;
import java.io.Reader;

/// Streams the events of a history in EDN: one vector or list of operation maps, or the maps one
/// after another. Maps may stand under a tag (`#jepsen.history.Op{...}`).
final class EdnHistory {
    private final CharacterCursor in;
    private final EdnParser parser;
    private final EventSink sink;
    private long events;
    private boolean more = true;

    private EdnHistory(Reader in, EventSink sink) {
        this.in = new CharacterCursor(in);
        this.parser = new EdnParser(this.in);
        this.sink = sink;
    }

    static void read(Reader in, EventSink sink) throws IOException, MalformedHistory {
        new EdnHistory(in, sink).readAll();
    }

    /// Reads the one value in a text, such as a command-line argument.
    static Value value(Reader in) throws IOException, MalformedHistory {
        EdnParser parser = new EdnParser(new CharacterCursor(in));
        Value value = parser.form(0);
        if (parser.skip(0) != CharacterCursor.END) {
            throw parser.fault("more than one value");
        }
        return value;
    }

    private void readAll() throws IOException, MalformedHistory {
        int c = untagged();
        if (c == '[' || c == '(') {
            in.take();
            readUntil(c == '[' ? ']' : ')');
            if (more && parser.skip(0) != CharacterCursor.END) {
                throw parser.fault("more input after the end of the history");
            }
            return;
        }
        readUntil(CharacterCursor.END);
    }

    /// Skips to the next form and past its tags.
    private int untagged() throws IOException, MalformedHistory {
        parser.begin();
        int c = parser.skip(0);
        while (c == '#' && in.peekSecond() != '{') {
            parser.tag();
            c = parser.skip(0);
        }
        return c;
    }

    private void readUntil(int close) throws IOException, MalformedHistory {
        while (more) {
            int c = untagged();
            if (c == close) {
                in.take();
                return;
            }
            if (c != '{') {
                throw notAnEvent(c, close);
            }
            more = event();
        }
    }

    private MalformedHistory notAnEvent(int c, int close) {
        return switch (c) {
            case CharacterCursor.END ->
                    parser.fault(
                            "the input ends before the history's closing '"
                                    + (char) close
                                    + "'; the file is cut short");
            case ')', ']', '}' -> parser.fault("unexpected '" + (char) c + "'");
            default ->
                    parser.fault(
                            "an operation map {...} was expected here; is this a history in EDN?");
        };
    }

    private boolean event() throws IOException, MalformedHistory {
        EventDraft draft = new EventDraft(new Place(in.line(), in.column(), events++));
        in.take();
        while (parser.skip(0) != '}') {
            String key = parser.keyOrEmpty(1);
            if (parser.skip(0) == '}') {
                throw parser.fault("a map with a key but no value for it");
            }
            draft.put(key, parser.form(1));
        }
        in.take();
        return sink.take(draft.event());
    }
}
