package io.capstan.verify.plan;

/// What becomes of bytes on a link that is not well.
public sealed interface Manner {
    /// Nothing arrives, and nobody is told: as when packets are lost. What was sent arrives late,
    /// after the link is mended.
    record Silent() implements Manner {}

    /// Connections break, and new ones are refused.
    record Refusing() implements Manner {}

    /// Everything takes so much longer.
    record Late(int millis) implements Manner {}

    /// So many bytes pass in a second.
    record Narrow(int bytesPerSecond) implements Manner {}

    /// In words, for reports.
    default String words() {
        return switch (this) {
            case Silent _ -> "silent";
            case Refusing _ -> "refusing";
            case Late(int millis) -> millis + " ms late";
            case Narrow(int bytes) -> (bytes >> 10) + " KiB a second";
        };
    }
}
