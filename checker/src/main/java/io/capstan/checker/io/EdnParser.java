package io.capstan.checker.io;

import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/// Reads EDN forms (github.com/edn-format/edn), and what Clojure prints beyond it: ratios, `##Inf`,
/// regular expressions, namespaced maps, tags we do not know.
///
/// Why our own: `docs/decisions/0002-edn-reader.md`.
final class EdnParser {
    /// Collections within collections; deeper input is refused, so that the call stack is safe.
    static final int MAX_DEPTH = 200;

    /// Values in one form; a larger one is refused, so that one event cannot fill the heap.
    static final int MAX_NODES = 1 << 20;

    private final CharacterCursor in;
    private final EdnTokens tokens;
    private int nodes;

    EdnParser(CharacterCursor in) {
        this.in = in;
        this.tokens = new EdnTokens(in);
    }

    /// Starts a form of its own as far as bounds are concerned.
    void begin() {
        nodes = 0;
    }

    /// Skips what means nothing (blanks, commas, comments, discarded forms) and returns the first
    /// character of what follows, not taken, or the end.
    int skip(int depth) throws IOException, MalformedHistory {
        while (true) {
            int c = in.peek();
            if (EdnTokens.isBlank(c)) {
                in.take();
            } else if (c == ';') {
                skipLine();
            } else if (c == '#' && in.peekSecond() == '_') {
                in.take();
                in.take();
                form(depth + 1);
            } else {
                return c;
            }
        }
    }

    private void skipLine() throws IOException {
        int c = in.take();
        while (c != '\n' && c != CharacterCursor.END) {
            c = in.take();
        }
    }

    /// Reads the next form.
    Value form(int depth) throws IOException, MalformedHistory {
        int c = skip(depth);
        if (depth > MAX_DEPTH) {
            throw fault("collections nested deeper than " + MAX_DEPTH);
        }
        if (++nodes > MAX_NODES) {
            throw fault("one form of more than " + MAX_NODES + " values");
        }
        return switch (c) {
            case CharacterCursor.END -> throw fault("the input ends within a form");
            case ')', ']', '}' -> throw fault("unexpected '" + (char) c + "'");
            case '(' -> new Value.Vector(elements(')', depth));
            case '[' -> new Value.Vector(elements(']', depth));
            case '{' -> map(depth);
            case '"' -> tokens.string();
            case ':' -> tokens.keyword();
            case '\\' -> tokens.character();
            case '#' -> dispatch(depth);
            default -> tokens.word();
        };
    }

    /// The name of a keyword if the next form is one; otherwise reads that form and names nothing.
    String keyOrEmpty(int depth) throws IOException, MalformedHistory {
        if (in.peek() == ':') {
            return tokens.keywordName();
        }
        form(depth);
        return "";
    }

    /// The tag that follows a `#`, which is next.
    String tag() throws IOException, MalformedHistory {
        in.take();
        String tag = tokens.token();
        if (tag.isEmpty()) {
            throw fault("a '#' without a tag");
        }
        return tag;
    }

    private List<Value> elements(char close, int depth) throws IOException, MalformedHistory {
        long line = in.line();
        long column = in.column();
        in.take();
        List<Value> elements = new ArrayList<>();
        while (true) {
            int c = skip(depth);
            if (c == close) {
                in.take();
                return elements;
            }
            if (c == CharacterCursor.END) {
                throw new MalformedHistory(line, column, "a bracket that is never closed");
            }
            elements.add(form(depth + 1));
        }
    }

    private Value map(int depth) throws IOException, MalformedHistory {
        long line = in.line();
        long column = in.column();
        List<Value> flat = elements('}', depth);
        if (flat.size() % 2 != 0) {
            throw new MalformedHistory(line, column, "a map with a key but no value for it");
        }
        LinkedHashMap<Value, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            if (entries.put(flat.get(i), flat.get(i + 1)) != null) {
                throw new MalformedHistory(
                        line, column, "a map with the key " + flat.get(i) + " twice");
            }
        }
        return new Value.Mapping(entries);
    }

    private Value dispatch(int depth) throws IOException, MalformedHistory {
        return switch (in.peekSecond()) {
            case '{' -> {
                in.take();
                yield new Value.Bag(new LinkedHashSet<>(elements('}', depth)));
            }
            case '"' -> {
                in.take();
                yield new Value.Tagged("regex", tokens.pattern());
            }
            case '<' -> throw fault("an object that was printed unreadably (#<...>)");
            default -> {
                String tag = tag();
                yield tag.startsWith("#")
                        ? new Value.Symbol("#" + tag)
                        : new Value.Tagged(tag, form(depth + 1));
            }
        };
    }

    MalformedHistory fault(String problem) {
        return new MalformedHistory(in.line(), in.column(), problem);
    }
}
