package io.capstan.verify.live;

/// Something that a run needs cannot be had: a process that does not start, a port that is taken.
/// The message is for people.
public final class LiveFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LiveFailure(String message) {
        super(message);
    }

    public LiveFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
