package io.capstan.sim.world;

import io.capstan.core.port.Disk;
import io.capstan.core.port.KvStore;

/// The disk and the store of one node: what outlives its process.
///
/// A sync or flush begun through the ports is only pending; the world decides when it completes.
/// What is pending when the process dies may be durable, in part, or not.
public interface Body {
    Disk disk();

    KvStore store();

    /// The sync begun with this ticket reaches the device.
    void completeSync(long ticket);

    /// The flush begun with this ticket reaches the device.
    void completeFlush(long ticket);

    /// The process dies. `torn`: what was not synced is lost, kept or torn sector by sector;
    /// otherwise file by file. Returns whether anything was lost.
    boolean die(boolean torn);

    /// Spoils something durable, chosen by `where`; returns whether there was anything to spoil.
    boolean rot(long where);
}
