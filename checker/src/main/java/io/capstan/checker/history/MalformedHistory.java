package io.capstan.checker.history;

/// The input is no history: what is wrong, where, and what to do about it.
///
/// It never leaves the module: readers turn it into a value of their own.
public final class MalformedHistory extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedHistory(Place place, String problem) {
        super(place + ": " + problem);
    }

    /// A fault of the notation itself, seen before any event was complete.
    public MalformedHistory(long line, long column, String problem) {
        super("line " + line + ", column " + column + ": " + problem);
    }

    /// The diagnosis; never null.
    public String diagnosis() {
        return String.valueOf(getMessage());
    }
}
