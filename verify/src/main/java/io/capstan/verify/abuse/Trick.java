package io.capstan.verify.abuse;

import java.util.Locale;

/// What is done to a port, one at a time.
public enum Trick {
    /// Bytes that mean nothing.
    NOISE(Port.NATIVE),
    /// The beginning of a frame, and then no more.
    TRUNCATED(Port.NATIVE),
    /// The same, with that side of the connection closed.
    HALF_CLOSED(Port.NATIVE),
    /// A length that is huge, negative or nothing.
    LENGTH(Port.NATIVE),
    /// A version that nobody speaks.
    VERSION(Port.NATIVE),
    /// Frames with some bytes changed.
    ROTTEN(Port.NATIVE),
    /// Whole frames of kinds that exist, and that do not, with nonsense in them.
    GARBLED(Port.NATIVE),
    /// A request that is carried out, and then noise.
    THEN_NOISE(Port.NATIVE),
    /// Keys, values and requests over the limit; each must be refused by name.
    TOO_LARGE(Port.NATIVE),
    /// Many requests, of whose answers none is read.
    DEAF(Port.NATIVE),
    /// A thousand connections that say nothing.
    CROWD(Port.NATIVE),
    /// Bytes that mean nothing, where HTTP is spoken.
    HTTP_NOISE(Port.ADMIN),
    /// A first line, headers or a body over the bound.
    HTTP_TOO_LARGE(Port.ADMIN),
    /// Pages, methods and traces that there are not.
    HTTP_WRONG(Port.ADMIN),
    /// Headers that come by drops.
    HTTP_SLOW(Port.ADMIN),
    /// Many requests for the largest page, of whose answers none is read.
    HTTP_DEAF(Port.ADMIN),
    /// More connections than the port takes.
    HTTP_CROWD(Port.ADMIN);

    /// The two ports of a node.
    enum Port {
        NATIVE,
        ADMIN
    }

    private final Port port;

    Trick(Port port) {
        this.port = port;
    }

    Port port() {
        return port;
    }

    boolean takesSeconds() {
        return switch (this) {
            case DEAF, CROWD, HTTP_SLOW, HTTP_DEAF, HTTP_CROWD -> true;
            case NOISE,
                    TRUNCATED,
                    HALF_CLOSED,
                    LENGTH,
                    VERSION,
                    ROTTEN,
                    GARBLED,
                    THEN_NOISE,
                    TOO_LARGE,
                    HTTP_NOISE,
                    HTTP_TOO_LARGE,
                    HTTP_WRONG ->
                    false;
        };
    }

    /// As it is told.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
