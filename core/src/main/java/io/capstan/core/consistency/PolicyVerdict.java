package io.capstan.core.consistency;

import java.util.List;

/// What came of the options that someone gave for a table.
public sealed interface PolicyVerdict {
    /// The table can be had; `notices` are remarks about choices that work but gain nothing.
    record Accepted(TablePolicy policy, List<String> notices) implements PolicyVerdict {
        public Accepted {
            notices = List.copyOf(notices);
        }
    }

    /// It cannot: why, and the nearest setting that can be had, as `key=value`.
    record Refused(String reason, String nearest) implements PolicyVerdict {
        @Override
        public String toString() {
            return reason + "; nearest possible: " + nearest;
        }
    }
}
