package io.capstan.verify.judge;

import io.capstan.checker.linearizability.Counterexample;
import java.util.List;
import java.util.Optional;

/// What a run has shown.
public sealed interface Finding {
    /// Everything claimed held, and something was seen that could have broken it.
    record Holds(String summary) implements Finding {}

    /// A law is broken: which, and the story of it, a sentence a line. `example` where the judge
    /// has one.
    record Broken(String law, List<String> story, Optional<Counterexample> example)
            implements Finding {
        public Broken {
            story = List.copyOf(story);
        }
    }

    /// Nobody can say, and why.
    record Open(String reason) implements Finding {}

    /// The verdict's word, as the checker has it.
    default String word() {
        return switch (this) {
            case Holds _ -> "valid";
            case Broken _ -> "violated";
            case Open _ -> "unknown";
        };
    }

    /// The verdict in one sentence.
    default String sentence() {
        return switch (this) {
            case Holds(String summary) -> summary;
            case Broken(String law, var story, var _) ->
                    law + " is broken" + (story.isEmpty() ? "" : ": " + story.getFirst());
            case Open(String reason) -> reason;
        };
    }
}
