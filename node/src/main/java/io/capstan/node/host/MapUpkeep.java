package io.capstan.node.host;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Disk;
import io.capstan.node.catalog.Catalog;
import io.capstan.node.catalog.CatalogFile;
import io.capstan.node.catalog.MapReader;
import io.capstan.node.catalog.Reseating;
import java.util.Optional;

/// Keeps the rest of the node in step with the map, once a turn: replicas, peers, what the
/// registrar has to write, the copy on disk.
final class MapUpkeep {
    /// The ticket of the copy's sync; the log's tickets are positive.
    static final long TICKET = -2;

    /// How long a changed map waits for more changes before it is written.
    private static final long SAVE_AFTER_NANOS = 100_000_000L;

    private final Catalog catalog;
    private final CatalogFile file;
    private final Disk disk;
    private final Replicas replicas;
    private final NodeActors actors;
    private final Switchboard switchboard;
    private final Pressures pressures;
    private final HostObserver observer;
    private long seenChanges = -1;
    private long savedChanges;
    private long saveAtNanos = Long.MAX_VALUE;
    private boolean saving;
    private boolean established;

    MapUpkeep(
            Catalog catalog,
            CatalogFile file,
            Disk disk,
            Replicas replicas,
            NodeActors actors,
            Switchboard switchboard,
            Pressures pressures,
            HostObserver observer) {
        this.catalog = catalog;
        this.file = file;
        this.disk = disk;
        this.replicas = replicas;
        this.actors = actors;
        this.switchboard = switchboard;
        this.pressures = pressures;
        this.observer = observer;
        savedChanges = catalog.changes();
    }

    /// Before the actors are stepped.
    void follow(long nowNanos) {
        for (ReplicaSlot<?> closed : replicas.follow()) switchboard.closed(closed);
        for (ReplicaSlot<?> opened : replicas.openBorn()) {
            switchboard.opened(opened);
            pressures.greet(opened);
        }
        if (replicas.lost().takeNews()) switchboard.wake(actors.reseatingSlot, Reseating.RESEAT);
        if (catalog.changes() != seenChanges) {
            seenChanges = catalog.changes();
            observer.mapped(catalog.nodes());
            actors.liveness.peers(catalog.nodes().stream().map(NodeEntry::id).toList());
            switchboard.wakeRegistrar(actors.registrar.wanting());
            switchboard.wakeJobs(actors.jobRunner.wanting());
        }
        // A map that says what the founding said has not changed, and yet it is the table's word
        // now: only from here on can a node that joins see that its row is missing.
        if (!established && catalog.version() > 0) {
            established = true;
            switchboard.wakeRegistrar(actors.registrar.wanting());
        }
        actors.liveness.catalogVersion(catalog.version());
        ReplicaSlot<?> system = replicas.running(ShardId.SYSTEM);
        actors.mapReader.systemReplicaHere(system != null && system.store.descriptor().epoch() > 0);
        save(nowNanos);
    }

    /// After the actors were stepped: a peer may have told of a newer map.
    void listen() {
        if (actors.mapReader.heard(actors.liveness.newestCatalogVersion()))
            switchboard.wake(actors.mapReaderSlot, MapReader.READ);
    }

    /// Writes the map down without waiting for more.
    void saveAtOnce(long nowNanos) {
        if (saving || catalog.changes() == savedChanges) return;
        saveAtNanos = nowNanos;
        save(nowNanos);
    }

    /// Writes the map down where it is due.
    private void save(long nowNanos) {
        if (saving || catalog.changes() == savedChanges) return;
        if (saveAtNanos == Long.MAX_VALUE) saveAtNanos = nowNanos + SAVE_AFTER_NANOS;
        if (nowNanos < saveAtNanos) return;
        saveAtNanos = Long.MAX_VALUE;
        savedChanges = catalog.changes();
        Optional<String> toSync = file.save(catalog);
        saving = toSync.isPresent();
        toSync.ifPresent(name -> disk.sync(name, TICKET));
    }

    /// Whether there is something to write down that nothing has been begun for.
    boolean isUnsaved() {
        return !saving && catalog.changes() != savedChanges && saveAtNanos == Long.MAX_VALUE;
    }

    void saved() {
        saving = false;
    }

    long nextSaveNanos() {
        return saveAtNanos;
    }
}
