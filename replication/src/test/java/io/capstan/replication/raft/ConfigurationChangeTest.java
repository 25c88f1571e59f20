package io.capstan.replication.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.shard.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The arithmetic of membership, by the cases that etcd's Raft library publishes: voters, outgoing
/// voters and learners after each command, or the reason of its refusal. The lines about progress
/// and the word `autoleave` belong to that library's bookkeeping and are not compared.
final class ConfigurationChangeTest {
    private static final Configuration NOBODY = Configuration.ofVoters(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "joint_autoleave.txt",
                "joint_idempotency.txt",
                "joint_learners_next.txt",
                "joint_safety.txt",
                "simple_idempotency.txt",
                "simple_promote_demote.txt",
                "simple_safety.txt",
                "update.txt",
                "zero.txt"
            })
    void everyPublishedCaseEndsAsPublished(String file) throws IOException {
        Path cases = corpus().resolve("confchange/testdata").resolve(file);
        assumeTrue(Files.exists(cases), "skipped: no published cases at " + cases);
        Configuration now = NOBODY;
        int compared = 0;
        for (List<String> block : blocks(Files.readAllLines(cases))) {
            int rule = block.indexOf("----");
            ConfigurationChange.Verdict verdict = carryOut(now, block.subList(0, rule));
            String expected = block.get(rule + 1).replace(" autoleave", "");
            assertThat(describe(verdict)).as("%s: %s", file, block).isEqualTo(expected);
            if (verdict instanceof ConfigurationChange.Verdict.Next next)
                now = next.configuration();
            compared++;
        }
        assertThat(compared).isPositive();
    }

    @Test
    void aSimpleChangeIsTakenWhereItIsSafe() {
        Configuration three = Configuration.ofVoters(TestGroup.ids(1, 3));
        assertThat(describe(ConfigurationChange.shortest(three, steps("v4"))))
                .isEqualTo("voters=(1 2 3 4)");
        assertThat(describe(ConfigurationChange.shortest(three, steps("v4 r1"))))
                .isEqualTo("voters=(2 3 4)&&(1 2 3)");
        assertThat(describe(ConfigurationChange.shortest(three, steps("r1 r2 r3"))))
                .isEqualTo("removed all voters");
    }

    private static Path corpus() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("../shared/corpora"))) at = at.getParent();
        return (at == null ? Path.of("") : at).resolve("../shared/corpora/etcd-raft");
    }

    private static List<List<String>> blocks(List<String> lines) {
        List<List<String>> blocks = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("#")) continue;
            if (!line.isBlank()) block.add(line);
            else if (!block.isEmpty()) {
                blocks.add(block);
                block = new ArrayList<>();
            }
        }
        if (!block.isEmpty()) blocks.add(block);
        return blocks;
    }

    private static ConfigurationChange.Verdict carryOut(Configuration now, List<String> command) {
        List<ConfigurationChange.Step> steps =
                command.size() > 1 ? steps(command.get(1)) : List.of();
        String verb = command.getFirst();
        if (verb.startsWith("simple")) return ConfigurationChange.simple(now, steps);
        if (verb.startsWith("enter-joint")) return ConfigurationChange.enterJoint(now, steps);
        return ConfigurationChange.leaveJoint(now);
    }

    private static List<ConfigurationChange.Step> steps(String text) {
        List<ConfigurationChange.Step> steps = new ArrayList<>();
        for (String word : List.of(text.split(" ", -1))) {
            ReplicaId replica = new ReplicaId(Long.parseLong(word.substring(1)));
            switch (word.charAt(0)) {
                case 'v' -> steps.add(new ConfigurationChange.Step.Voter(replica));
                case 'l' -> steps.add(new ConfigurationChange.Step.Learner(replica));
                case 'r' -> steps.add(new ConfigurationChange.Step.Gone(replica));
                case 'u' -> {} // a blob of that library's users; members do not change
                default -> throw new AssertionError(word);
            }
        }
        return steps;
    }

    private static String describe(ConfigurationChange.Verdict verdict) {
        return switch (verdict) {
            case ConfigurationChange.Verdict.Impossible(String why) -> why;
            case ConfigurationChange.Verdict.Next(Configuration c) ->
                    "voters="
                            + list(c.voters())
                            + (c.outgoing().isEmpty() ? "" : "&&" + list(c.outgoing()))
                            + (c.learners().isEmpty() ? "" : " learners=" + list(c.learners()))
                            + (c.learnersNext().isEmpty()
                                    ? ""
                                    : " learners_next=" + list(c.learnersNext()));
        };
    }

    private static String list(Collection<ReplicaId> replicas) {
        return replicas.stream()
                .map(r -> Long.toString(r.value()))
                .collect(Collectors.joining(" ", "(", ")"));
    }
}
