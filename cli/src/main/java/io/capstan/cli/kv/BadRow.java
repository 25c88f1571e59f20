package io.capstan.cli.kv;

/// A line of input that is no row. The message names the line and is for people.
public final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRow(long line, String what) {
        super("line " + line + ": " + what, null, false, false);
    }
}
