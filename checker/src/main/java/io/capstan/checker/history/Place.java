package io.capstan.checker.history;

/// Where in its source an event stands: line and column, both from 1, and the number of the event
/// from 0.
public record Place(long line, long column, long event) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column + " (operation map " + event + ")";
    }
}
