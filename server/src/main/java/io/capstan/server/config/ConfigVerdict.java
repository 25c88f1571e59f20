package io.capstan.server.config;

import java.util.List;

/// What came of reading a configuration.
public sealed interface ConfigVerdict {
    /// It can be used.
    record Accepted(Configuration configuration) implements ConfigVerdict {}

    /// It cannot; all that is wrong with it, at least one thing: the file's first, by line.
    record Refused(List<Mistake> mistakes) implements ConfigVerdict {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }
}
