package io.capstan.cli.kv;

import io.capstan.client.Asks;
import io.capstan.client.Finished;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.request.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Stores many rows, a bounded number at once, and keeps count of what became of each.
///
/// Each acknowledged key goes to `acked` as a line of its own, at the latest when nothing more is
/// to be told at the moment: a line there means that the row is stored, whatever happens to this
/// process next. A row that was never acknowledged is not there.
///
/// It stops reading at the first refusal (the next row would meet the same), or once nothing has
/// been acknowledged for [#PATIENCE] while outcomes went unknown.
public final class Import {
    /// With no acknowledgement for so long, the cluster counts as gone.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CapstanClient client;
    private final Table table;
    private final @Nullable Writer acked;
    private final int inFlight;
    private final Semaphore room;
    private final AtomicReference<Tally> tally = new AtomicReference<>(Tally.NOTHING);
    private final Latencies latencies = new Latencies();
    private final Optional<Pace> pace;
    private volatile long lastAckNanos = System.nanoTime();
    private volatile @Nullable IOException ackedBroken;

    /// `inFlight`: rows sent and not yet settled, at least 1; more wait. `pace`: when each is due,
    /// and its latency counts from then even if there was no room to send it; empty: as soon as
    /// there is room.
    public Import(
            CapstanClient client,
            Table table,
            @Nullable Writer acked,
            int inFlight,
            Optional<Pace> pace) {
        this.client = client;
        this.table = table;
        this.acked = acked;
        this.inFlight = inFlight;
        this.room = new Semaphore(inFlight);
        this.pace = pace;
    }

    public Tally tally() {
        return tally.get();
    }

    /// How long acknowledged rows took, from when they were due; for after [#run].
    public Latencies latencies() {
        return latencies;
    }

    /// Reads all rows and stores them; returns once everything sent is settled. A [BadRow] comes
    /// out after what was sent before it is settled.
    public Tally run(RowReader rows) throws IOException, InterruptedException {
        try {
            for (Optional<KeyValue> row = rows.next();
                    row.isPresent() && goOn();
                    row = rows.next()) {
                long due = pace.isPresent() ? pace.get().next() : System.nanoTime();
                room.acquire();
                KeyValue sent = row.get();
                client.submit(
                                table.id(),
                                Consistency.LINEARIZABLE,
                                Asks.put(sent.key(), sent.value()))
                        .whenComplete((finished, _) -> settled(sent.key(), due, finished));
            }
        } finally {
            room.acquire(inFlight);
        }
        IOException broken = ackedBroken;
        if (broken != null) throw broken;
        return tally.get();
    }

    private boolean goOn() {
        Tally now = tally.get();
        boolean silent = System.nanoTime() - lastAckNanos > PATIENCE.toNanos();
        return now.refused() == 0 && ackedBroken == null && !(silent && now.unknown() > 0);
    }

    /// On the client's thread alone.
    private void settled(Bytes key, long dueNanos, Finished finished) {
        tally.set(tally.get().with(finished));
        if (finished.outcome() instanceof Outcome.Done) {
            lastAckNanos = System.nanoTime();
            latencies.add(lastAckNanos - dueNanos);
            tell(key);
        }
        room.release();
    }

    private void tell(Bytes key) {
        Writer told = acked;
        if (told == null || ackedBroken != null) return;
        try {
            told.write(line(key));
            told.flush();
        } catch (IOException e) {
            ackedBroken = e;
        }
    }

    /// The key as it is where that is one line of text, else as JSON.
    private static String line(Bytes key) {
        String text = key.utf8();
        boolean plain =
                RowJson.isText(key)
                        && text.chars().noneMatch(Character::isISOControl)
                        && !text.startsWith("{");
        return (plain ? text : RowJson.writeKey(key)) + "\n";
    }
}
