package io.capstan.checker.history;

/// Where in its source an event stands: line and column, both from 1, and the number of the event
/// from 0. Line 0 is an event that was never written down.
public record Place(long line, long column, long event) {
    /// The place of an event that no text holds.
    public static Place unwritten(long event) {
        return new Place(0, 0, event);
    }

    @Override
    public String toString() {
        if (line == 0) return "operation map " + event;
        return "line " + line + ", column " + column + " (operation map " + event + ")";
    }
}
