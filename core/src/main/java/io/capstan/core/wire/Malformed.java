package io.capstan.core.wire;

/// Bytes that are not what they claim to be. Caught at the border where they came in, and answered
/// there; never leaves the reader's caller.
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Malformed(String what) {
        super(what, null, false, false);
    }
}
