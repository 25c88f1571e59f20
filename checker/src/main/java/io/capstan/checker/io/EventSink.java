package io.capstan.checker.io;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.MalformedHistory;

/// Takes events in the order of the file.
@FunctionalInterface
interface EventSink {
    /// Takes one event; false if no more are wanted.
    boolean take(Event event) throws MalformedHistory;
}
