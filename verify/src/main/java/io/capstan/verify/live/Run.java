package io.capstan.verify.live;

import io.capstan.client.ClientOptions;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.TableId;
import io.capstan.core.request.ErrorCode;
import io.capstan.verify.judge.Account;
import io.capstan.verify.judge.Claim;
import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.plan.Settings;
import io.capstan.verify.record.Chronicle;
import io.capstan.verify.record.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// One live run from nothing to its verdict: processes, the table, the [Ordeal], the end of all it
/// has started.
public final class Run {
    private static final Duration TABLE_PATIENCE = Duration.ofSeconds(60);

    private Run() {}

    /// Runs it. `folder` takes data and logs; `progress` hears a line now and then. A [LiveFailure]
    /// says what kept it from beginning.
    public static Account of(
            Settings settings,
            Workload workload,
            Claim claim,
            Launch launch,
            Path folder,
            Consumer<String> progress)
            throws InterruptedException {
        boolean heldDisk = settings.faults().contains(FaultKind.DISK);
        LiveCluster cluster = new LiveCluster(launch, folder, settings.nodes(), heldDisk);
        Thread hook = new Thread(cluster::close);
        Runtime.getRuntime().addShutdownHook(hook);
        try (cluster) {
            progress.accept("starting " + settings.nodes() + " nodes");
            cluster.startAll();
            TableId table = table(cluster, Chronicle.TABLE, settings.policy());
            return new Ordeal(settings, workload, claim, cluster, table, progress).account();
        } finally {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /// Makes the table and waits until every shard of it answers.
    static TableId table(LiveCluster cluster, String name, TablePolicy policy) {
        try (CapstanClient client =
                new CapstanClient(cluster.addresses(), ClientOptions.DEFAULT, TABLE_PATIENCE)) {
            create(client, name, policy);
            var table = client.table(name);
            table.scan(Bytes.EMPTY, Bytes.utf8(" "), _ -> {});
            return table.id();
        } catch (CapstanException e) {
            throw new LiveFailure("the table cannot be made: " + e.getMessage(), e);
        }
    }

    private static void create(CapstanClient client, String name, TablePolicy policy) {
        try {
            client.createTable(name, policy);
        } catch (CapstanException e) {
            // A repeated request may meet its own first attempt.
            boolean there = e.isUnknown() || e.code().equals(Optional.of(ErrorCode.TABLE_EXISTS));
            if (!there) throw e;
        }
    }
}
