package io.capstan.server.config;

/// Where a value comes from; as text, what a person looks for: `--listen`, `CAPSTAN_LISTEN`,
/// `node.conf:3` or `default`.
///
/// In this order the later one counts: default, file, environment, flag.
public sealed interface Source {
    /// No one has said anything else.
    record Default() implements Source {
        @Override
        public String toString() {
            return "default";
        }
    }

    /// A line of a file; the first is 1, and 0 is the file as a whole.
    record Line(String file, int number) implements Source {
        @Override
        public String toString() {
            return number == 0 ? file : file + ":" + number;
        }
    }

    record Variable(String name) implements Source {
        @Override
        public String toString() {
            return name;
        }
    }

    record Flag(String name) implements Source {
        @Override
        public String toString() {
            return name;
        }
    }
}
