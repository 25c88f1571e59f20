package io.capstan.verify.live;

import io.capstan.sim.scenario.Scenario;
import io.capstan.sim.scenario.Step;
import io.capstan.sim.scenario.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A scenario of the simulator played on live processes: the same file, the same words.
///
/// Two things are not compared, as a real machine decides them: in which order a shard's members
/// are told, and with which code a request is refused.
public final class LiveScenario {
    /// What live processes can be asked; the rest of a scenario's verbs look into a node, or need
    /// its clock or its disk in hand.
    private static final List<String> VERBS =
            List.of(
                    "cluster",
                    "put",
                    "delete",
                    "cas",
                    "get",
                    "begin",
                    "await",
                    "partition",
                    "one-way",
                    "heal",
                    "pass",
                    "crash",
                    "restart",
                    "pause",
                    "elect",
                    "leader",
                    "agree");

    private static final List<String> SETTINGS = List.of("seed", "replicas");

    private static final Pattern MEMBERS = Pattern.compile("(?m)(table kv on )(n\\d+(?: n\\d+)*)$");
    private static final Pattern REFUSED = Pattern.compile("(?m)^refused CAP-\\d+$");

    private LiveScenario() {}

    /// Plays it. Throws [IllegalArgumentException], for people, where the scenario asks for what
    /// live processes are not asked for.
    public static Scenario play(String text, Launch launch, Path folder, Consumer<String> progress)
            throws InterruptedException {
        List<Step> steps = Step.parse(text);
        refuseWhatCannotBe(steps);
        List<Step> played = new ArrayList<>();
        try (LiveStage stage = new LiveStage(launch, folder)) {
            for (Step step : steps) {
                List<String> said = new ArrayList<>();
                for (String command : step.commands()) {
                    progress.accept(command);
                    said.addAll(stage.perform(command));
                }
                played.add(step.with(String.join("\n", said)));
            }
        }
        return new Scenario(comparable(text), comparable(Step.print(played)));
    }

    private static void refuseWhatCannotBe(List<Step> steps) {
        TreeSet<String> missing = new TreeSet<>();
        for (Step step : steps)
            for (String command : step.commands()) missing.addAll(missing(new Words(command)));
        if (!missing.isEmpty())
            throw new IllegalArgumentException(
                    "live processes are not asked for "
                            + String.join(", ", missing)
                            + "; this scenario plays in the simulator: capstan sim --scenario FILE");
    }

    private static List<String> missing(Words words) {
        List<String> missing = new ArrayList<>();
        String verb = words.next("a verb");
        if (!VERBS.contains(verb)) missing.add("'" + verb + "'");
        while (verb.equals("cluster") && !words.isEmpty()) {
            String word = words.next("a setting");
            int equals = word.indexOf('=');
            if (equals > 0 && !SETTINGS.contains(word.substring(0, equals)))
                missing.add("'" + word.substring(0, equals + 1) + "'");
        }
        return missing;
    }

    private static String comparable(String transcript) {
        Matcher members = MEMBERS.matcher(transcript);
        String sorted =
                members.replaceAll(found ->
                        found.group(1)
                                + Arrays.stream(found.group(2).split(" ", -1))
                                        .sorted()
                                        .collect(Collectors.joining(" ")));
        return REFUSED.matcher(sorted).replaceAll("refused");
    }
}
