package io.capstan.cli.kv;

/// A line of input that is no row. The message names the line and is for people.
public final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final String what;

    BadRow(long line, String what) {
        super("line " + line + ": " + what, null, false, false);
        this.line = line;
        this.what = what;
    }

    /// Where it stands in a file, what is wrong, and what a line should be: `rows.tsv:7: no tab;
    /// …`.
    public String in(String file) {
        return file + ":" + line + ": " + what;
    }
}
