package io.capstan.core.port;

import io.capstan.core.Bytes;
import java.util.List;

/// Files in the node's data folder, by plain name. Nothing written is durable until a [#sync] begun
/// after it has completed; a crash keeps any part of what was not. File creation, deletion,
/// renaming and sizes become durable with the next sync of any file. What a disk holds when it is
/// opened is durable: a process that was killed may have left bytes in the system's cache, so a
/// real disk syncs its files before it hands itself out.
public interface Disk {
    /// How a write went.
    enum Written {
        DONE,
        /// No room: nothing was written.
        FULL,
        /// The device failed; what the file holds there is unknown.
        FAILED
    }

    /// The names of all files, ascending.
    List<String> files();

    /// In bytes; -1 where there is no such file.
    long size(String file);

    /// At most `length` bytes from `offset`; shorter at the end of the file; empty where there is
    /// no such file.
    Bytes read(String file, long offset, int length);

    /// Writes at `offset`, making the file where there is none, filling a gap with zeros.
    Written write(String file, long offset, Bytes data);

    /// Begins to make everything written to the file so far durable; completion comes back to the
    /// host as `synced(ticket)`, failure as `syncFailed(ticket)`.
    void sync(String file, long ticket);

    void truncate(String file, long size);

    void delete(String file);

    /// Replaces `to` in one step.
    void rename(String from, String to);
}
