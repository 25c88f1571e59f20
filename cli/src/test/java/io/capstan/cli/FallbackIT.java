package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.server.local.LocalCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Reads of a node that is left alone by the two others.
class FallbackIT {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(NodeEntry node, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> whole = new ArrayList<>(List.of(args));
        whole.addAll(List.of("--server", node.address()));
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false),
                whole.toArray(String[]::new));
    }

    @Test
    @Timeout(120)
    void aWeakerAnswerIsTakenWhereItIsAllowedAndNeverSilently() {
        try (LocalCluster cluster =
                LocalCluster.start(new LocalCluster.Plan(folder, 3, OptionalInt.of(0), false))) {
            NodeEntry left = cluster.entries().getFirst();
            assertThat(run(left, "table", "create", "demo", "--shards", "1")).isZero();
            assertThat(run(left, "kv", "put", "k", "v")).isZero();
            while (run(left, "kv", "get", "k", "--level", "eventual") != ExitCode.OK)
                assertThat(err.toString()).contains("there is no key");
            for (NodeEntry other : cluster.entries().subList(1, 3)) cluster.stop(other);
            // The node that is left may lead, and may answer for as long as its lease lasts.
            do {
                assertThat(
                                run(
                                        left,
                                        "kv",
                                        "get",
                                        "k",
                                        "--fallback",
                                        "eventual",
                                        "--deadline",
                                        "1s"))
                        .isEqualTo(ExitCode.OK);
                assertThat(out.toString()).isEqualTo("v\n");
            } while (err.toString().isEmpty());
            assertThat(err.toString())
                    .isEqualTo(
                            "capstan kv get: answered at eventual, for linearizable was not to be"
                                    + " had\n");
            assertThat(
                            run(
                                    left,
                                    "kv",
                                    "scan",
                                    "--json",
                                    "--receipt",
                                    "--level",
                                    "linearizable",
                                    "--fallback",
                                    "eventual",
                                    "--deadline",
                                    "1s"))
                    .isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("\"asked\":\"linearizable\",\"held\":\"eventual\"");
            assertThat(run(left, "kv", "get", "k", "--level", "linearizable", "--deadline", "1s"))
                    .isEqualTo(ExitCode.FAILED);
        }
    }
}
