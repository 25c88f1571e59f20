package io.capstan.checker.io;

import java.io.IOException;
import java.io.Reader;

/// Characters one at a time, with the place of the next one: line and column from 1.
final class CharacterCursor {
    static final int END = -1;
    private static final int BUFFER = 1 << 16;

    private final Reader in;
    private final char[] buffer = new char[BUFFER];
    private int position;
    private int limit;
    private long line = 1;
    private long column = 1;

    CharacterCursor(Reader in) {
        this.in = in;
    }

    /// The next character without taking it, or [#END].
    int peek() throws IOException {
        return position < limit || fill() ? buffer[position] : END;
    }

    /// The character after the next one, or [#END].
    int peekSecond() throws IOException {
        return position + 1 < limit || (fill() && position + 1 < limit)
                ? buffer[position + 1]
                : END;
    }

    /// Takes the next character, or [#END].
    int take() throws IOException {
        int c = peek();
        if (c == END) {
            return END;
        }
        position++;
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    /// Reads more behind what is left (one character at most); false at the end of the input.
    private boolean fill() throws IOException {
        int left = limit - position;
        System.arraycopy(buffer, position, buffer, 0, left);
        position = 0;
        limit = left;
        int more = in.read(buffer, left, buffer.length - left);
        limit += Math.max(0, more);
        return limit > 0;
    }

    long line() {
        return line;
    }

    long column() {
        return column;
    }
}
