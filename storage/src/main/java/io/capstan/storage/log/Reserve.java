package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;

/// Disk space set aside in a file of zeros. Given back when the disk is full, so that votes,
/// truncations and deletions can still be written; taken again when there is room.
final class Reserve {
    static final String FILE = "reserve";
    private static final int STEP = 256 << 10;

    private final Disk disk;
    private final int bytes;
    private boolean held;

    Reserve(Disk disk, int bytes) {
        this.disk = disk;
        this.bytes = bytes;
    }

    boolean held() {
        return held || bytes == 0;
    }

    /// Takes the space, all or none of it.
    boolean take() {
        if (held() || disk.size(FILE) == bytes) {
            held = true;
            return true;
        }
        for (long at = Math.max(0, disk.size(FILE)); at < bytes; at += STEP) {
            Bytes zeros = Bytes.wrap(new byte[(int) Math.min(STEP, bytes - at)]);
            if (disk.write(FILE, at, zeros) != Disk.Written.DONE) {
                disk.delete(FILE);
                return false;
            }
        }
        held = true;
        return true;
    }

    /// Gives the space back; false where there was none.
    boolean release() {
        if (!held || bytes == 0) return false;
        disk.delete(FILE);
        held = false;
        return true;
    }
}
