package io.capstan.node.host;

/// Why a replica stopped: what it had persisted came back as something else.
final class RottenRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RottenRecord(String what) {
        super(what, null, false, false);
    }
}
