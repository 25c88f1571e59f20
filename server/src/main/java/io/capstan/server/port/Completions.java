package io.capstan.server.port;

/// Where the threads of disk and store report what they have finished. Called from any thread;
/// never blocks, never refuses: there are never more completions than things begun.
public interface Completions {
    void synced(long ticket);

    void syncFailed(long ticket);

    void flushed(long ticket);
}
