package io.capstan.server.port;

import io.capstan.core.Invariant;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;

/// The thread that waits for the device. It takes all syncs that have gathered while it waited for
/// the last one and serves them together: one wait a file, however many asked (group commit).
///
/// The queue holds one entry for each sync under way; the host has only a few under way at a time.
final class SyncThread implements AutoCloseable {
    sealed interface Job {}

    /// Make `file`, the files in `alsoCut` and, where `names`, the folder durable, after the held
    /// writes.
    record Sync(
            FileDisk.OpenFile file,
            List<FileDisk.OpenFile> alsoCut,
            boolean names,
            List<HeldDisk.Held> first,
            long ticket)
            implements Job {}

    private record Close(FileDisk.OpenFile file) implements Job {}

    private record Await(CountDownLatch done) implements Job {}

    private record Stop() implements Job {}

    private final Path folder;
    private final Completions completions;
    private final LongConsumer tookNanos;
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final Set<FileDisk.OpenFile> failed = new LinkedHashSet<>();
    private boolean folderFailed;
    private final Thread thread;

    SyncThread(Path folder, Completions completions, LongConsumer tookNanos) {
        this.folder = folder;
        this.completions = completions;
        this.tookNanos = tookNanos;
        thread = Thread.ofPlatform().name("capstan-sync-" + folder).daemon().start(this::run);
    }

    void begin(Sync sync) {
        jobs.add(sync);
    }

    /// Closes the file after the syncs begun before.
    void close(FileDisk.OpenFile file) {
        jobs.add(new Close(file));
    }

    /// Waits until everything begun so far is carried out.
    void await() {
        CountDownLatch done = new CountDownLatch(1);
        jobs.add(new Await(done));
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        jobs.add(new Stop());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Job> taken = new ArrayList<>();
        boolean running = true;
        while (running) {
            try {
                taken.add(jobs.take());
            } catch (InterruptedException e) {
                return;
            }
            jobs.drainTo(taken);
            running = serve(taken);
            taken.clear();
        }
    }

    /// Carries out what has gathered, in order, with one force for each run of syncs between two
    /// closes. Returns false at the end.
    private boolean serve(List<Job> taken) {
        List<Sync> together = new ArrayList<>();
        for (Job job : taken) {
            switch (job) {
                case Sync sync -> together.add(sync);
                case Close close -> {
                    commit(together);
                    together.clear();
                    closeQuietly(close.file);
                }
                case Await await -> {
                    commit(together);
                    together.clear();
                    await.done.countDown();
                }
                case Stop _ -> {
                    commit(together);
                    return false;
                }
            }
        }
        commit(together);
        return true;
    }

    private void commit(List<Sync> together) {
        if (together.isEmpty()) return;
        Set<FileDisk.OpenFile> files = new LinkedHashSet<>();
        boolean names = false;
        for (Sync sync : together) {
            writeHeld(sync);
            files.add(sync.file);
            files.addAll(sync.alsoCut);
            names |= sync.names;
        }
        files.forEach(this::force);
        if (names) forceFolder();
        together.forEach(this::report);
    }

    private void writeHeld(Sync sync) {
        try {
            for (HeldDisk.Held held : sync.first) {
                sync.file.writeFully(held.offset(), held.data());
                held.written();
            }
        } catch (IOException e) {
            failed.add(sync.file);
        }
    }

    private void force(FileDisk.OpenFile file) {
        long begun = System.nanoTime();
        try {
            file.channel.force(false);
            tookNanos.accept(System.nanoTime() - begun);
        } catch (IOException e) {
            failed.add(file);
        }
    }

    private void forceFolder() {
        try {
            force(folder);
        } catch (IOException e) {
            folderFailed = true;
        }
    }

    /// Names are durable once the folder itself is.
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void report(Sync sync) {
        boolean bad =
                folderFailed
                        || failed.contains(sync.file)
                        || sync.alsoCut.stream().anyMatch(failed::contains);
        if (bad) completions.syncFailed(sync.ticket);
        else completions.synced(sync.ticket);
    }

    private static void closeQuietly(FileDisk.OpenFile file) {
        try {
            file.channel.close();
        } catch (IOException e) {
            Invariant.check(!file.channel.isOpen(), "%s does not close: %s", file.path, e);
        }
    }
}
