package io.capstan.core.port;

import io.capstan.core.Bytes;
import java.util.Optional;

/// An ordered key-value store. Batches are atomic. Nothing is durable until flushed; a crash keeps
/// some prefix of the batches written.
public interface KvStore {
    /// How a write went.
    enum Written {
        DONE,
        /// Too busy now: nothing was written, try again later.
        STALLED,
        /// No room: nothing was written.
        FULL
    }

    /// What reads need: the store itself or a snapshot of it.
    interface View {
        Optional<Bytes> get(Bytes key);

        /// A cursor over keys in [from, until) ascending; empty `until`: no bound. Close it.
        Cursor scan(Bytes from, Bytes until);
    }

    /// Walks over rows; sees the state of the moment it was made.
    interface Cursor extends AutoCloseable {
        /// Moves to the next row; false at the end.
        boolean next();

        Bytes key();

        Bytes value();

        @Override
        void close();
    }

    /// A view that does not change. Close it.
    interface Snapshot extends View, AutoCloseable {
        @Override
        void close();
    }

    View latest();

    Snapshot snapshot();

    Written write(KvBatch batch);

    /// Begins to make all that was written so far durable; completion comes back to the host as
    /// `flushed(ticket)`.
    void flush(long ticket);

    /// Roughly how many bytes are written and not yet durable.
    long unflushedBytes();
}
