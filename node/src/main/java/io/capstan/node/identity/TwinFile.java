package io.capstan.node.identity;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A small value on disk that is replaced as a whole, kept in two files written in turn: a crash in
/// the middle of writing one leaves the other as it was.
///
/// Each file holds a version byte, the CRC32C of the rest, a number that rises with every write,
/// and the value. The valid file with the higher number counts.
public final class TwinFile {
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = 1;
    private static final int CHECKED_FROM = 5;

    /// The largest value, in bytes: what is larger on disk is no file of ours.
    private static final int MAX_BYTES = 64 << 20;

    private record Copy(long number, Bytes value) {}

    private final Disk disk;
    private final String name;
    private long newest;
    private boolean damaged;

    public TwinFile(Disk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    /// The value last written, or one before it where the last writing was never synced.
    public Optional<Bytes> read() {
        Optional<Copy> even = read(file(0));
        Optional<Copy> odd = read(file(1));
        Optional<Copy> best =
                even.isPresent() && (odd.isEmpty() || even.get().number > odd.get().number)
                        ? even
                        : odd;
        newest = best.map(Copy::number).orElse(0L);
        return best.map(Copy::value);
    }

    /// Whether bytes were found, in the last reading, that were no whole value: a torn writing, or
    /// rot.
    public boolean foundDamage() {
        return damaged;
    }

    /// Writes the value and says which file must be synced before it counts; empty where the disk
    /// did not take it.
    public Optional<String> write(Bytes value) {
        long number = newest + 1;
        String file = file(number % 2);
        WireWriter out = new WireWriter(value.length() + 32);
        out.u8(VERSION).i32(0).i64(number).bytes(value);
        out.patchI32(CHECKSUM_AT, checksum(out.view(CHECKED_FROM)));
        disk.truncate(file, 0);
        if (disk.write(file, 0, out.bytes()) != Disk.Written.DONE) return Optional.empty();
        newest = number;
        return Optional.of(file);
    }

    private Optional<Copy> read(String file) {
        long size = disk.size(file);
        if (size <= 0) return Optional.empty();
        try {
            if (size > MAX_BYTES) throw new Malformed(file + " has " + size + " bytes");
            Bytes bytes = disk.read(file, 0, (int) size);
            WireReader in = new WireReader(bytes);
            if (in.u8() != VERSION) throw new Malformed(file + " is of another version");
            if (in.i32() != checksum(bytes.slice(CHECKED_FROM, bytes.length())))
                throw new Malformed(file + " has a wrong checksum");
            long number = in.i64();
            Bytes value = in.bytes();
            in.end();
            return Optional.of(new Copy(number, value));
        } catch (Malformed e) {
            damaged = true;
            return Optional.empty();
        }
    }

    private String file(long number) {
        return name + "." + number % 2;
    }

    private static int checksum(Bytes bytes) {
        CRC32C crc = new CRC32C();
        bytes.addTo(crc);
        return (int) crc.getValue();
    }
}
