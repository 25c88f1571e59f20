package io.capstan.cli;

import io.capstan.cli.status.JobLines;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.core.catalog.JobEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Follows a job until it is over, and tells of every change. The job does not need it: whoever
/// stops watching stops nothing.
final class JobWatch {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final CapstanClient client;
    private final Terminal terminal;
    private final boolean json;
    private String told = "";

    JobWatch(CapstanClient client, Terminal terminal, boolean json) {
        this.client = client;
        this.terminal = terminal;
        this.json = json;
    }

    /// Says how the job stands now; empty where it is forgotten.
    private Optional<JobEntry> tell(long id) {
        JobLines now = JobLines.of(client);
        Optional<JobEntry> found = now.jobs().stream().filter(job -> job.id() == id).findFirst();
        found.map(job -> json ? now.json(job) : now.line(job)).ifPresent(this::tell);
        return found;
    }

    private void tell(String line) {
        if (line.equals(told)) return;
        told = line;
        terminal.out().println(line);
        terminal.out().flush();
    }

    /// Tells how the job stands, once.
    void once(JobEntry job) {
        var _ = tell(job.id());
    }

    /// Waits for the job's end. The exit code: 0 done, 1 failed, 2 not known.
    int untilOver(JobEntry begun) {
        try {
            while (!Thread.interrupted()) {
                Optional<JobEntry> now = tell(begun.id());
                if (now.isEmpty()) return lostSight(begun, "the cluster no longer speaks of it");
                switch (now.get().state()) {
                    case DONE -> {
                        return ExitCode.OK;
                    }
                    case FAILED -> {
                        return ExitCode.FAILED;
                    }
                    case RUNNING -> LockSupport.parkNanos(this, PAUSE.toNanos());
                }
            }
            return lostSight(begun, "interrupted");
        } catch (CapstanException e) {
            return lostSight(begun, String.valueOf(e.getMessage()));
        }
    }

    private int lostSight(JobEntry job, String why) {
        terminal.err()
                .println(
                        "capstan node: job "
                                + job.id()
                                + " goes on, and nobody could say how far it is ("
                                + why
                                + "); look again with: capstan node list");
        return ExitCode.UNKNOWN;
    }
}
