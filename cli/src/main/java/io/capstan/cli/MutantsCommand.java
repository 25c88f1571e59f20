package io.capstan.cli;

import io.capstan.cli.mutant.BadMutant;
import io.capstan.cli.mutant.Mutant;
import io.capstan.cli.mutant.Trial;
import io.capstan.cli.mutant.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `capstan mutants`: breaks Capstan on purpose, one rule at a time, and shows who notices.
///
/// By default each mutant is replayed on its recorded seed. A mutant that survives, or that cannot
/// be tried, is a failure; one without a recorded seed is skipped, and said to be. The last line
/// counts: `14 passed, 0 failed, 2 skipped`.
@Command(
        name = "mutants",
        description =
                "Break one rule at a time in a copy of the sources and see which law notices.",
        mixinStandardHelpOptions = true)
final class MutantsCommand implements Callable<Integer> {
    private static final int RULE_WIDTH = 56;
    private static final String ROW = "%-30s %-" + RULE_WIDTH + "s  %-26s %6s %6s%n";

    /// A mutant may well loop for ever; after this long it counts as spoilt and its thread is left
    /// behind.
    private static final Duration REPLAY_LIMIT = Duration.ofMinutes(2);

    private static final Duration SEARCH_LIMIT = Duration.ofMinutes(15);

    private final Terminal terminal;
    private final Path root;

    @Parameters(paramLabel = "NAME", description = "The mutants to try; all of them by default.")
    private List<String> names = List.of();

    @Option(names = "--recorded", description = "Replay each on its recorded seed (the default).")
    private boolean recorded;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Search seeds 1 to N instead, and tell the median number of seeds that a catch took.")
    private long seeds;

    @Option(
            names = "--record",
            description =
                    "Search seeds 1 to 300 and write the first that catches into the mutant's file.")
    private boolean record;

    @Option(
            names = "--invariants-off",
            description = "Let no invariant catch a mutant, only laws that a client can see.")
    private boolean invariantsOff;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Mutants tried at a time (default: the number of processors).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    MutantsCommand(Terminal terminal, Path root) {
        this.terminal = terminal;
        this.root = root;
    }

    @Override
    public Integer call() throws Exception {
        if (seeds < 0
                || jobs < 1
                || (record ? 1 : 0) + (recorded ? 1 : 0) + (seeds > 0 ? 1 : 0) > 1)
            return wrongMix();
        List<Path> files = files();
        if (files.isEmpty()) return nothingToTry();
        terminal.out()
                .printf(
                        Locale.ROOT,
                        ROW,
                        "mutant",
                        "rule that it breaks",
                        "caught by",
                        "seed",
                        "median");
        terminal.out().flush();
        int failed = 0;
        int skipped = 0;
        try (var workers = Executors.newFixedThreadPool(jobs)) {
            List<Future<Row>> rows =
                    files.stream().map(file -> workers.submit(() -> row(file))).toList();
            for (Future<Row> row : rows) {
                failed += print(row.get());
                if (row.get().trial() instanceof Trial.Unrecorded) skipped++;
            }
        }
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%d passed, %d failed, %d skipped%n",
                        files.size() - failed - skipped,
                        failed,
                        skipped);
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    /// One line of the table.
    private record Row(String name, String rule, Trial trial) {}

    private List<Path> files() throws IOException {
        Path folder = root.resolve("mutants");
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".patch"))
                    .filter(file -> names.isEmpty() || names.contains(name(file)))
                    .sorted()
                    .toList();
        }
    }

    private int wrongMix() {
        terminal.err()
                .println(
                        "capstan mutants: give one of --recorded, --seeds N (from 1 on) and --record, and --jobs from 1 on");
        return ExitCode.USAGE;
    }

    private int nothingToTry() {
        terminal.err()
                .println(
                        "capstan mutants: no mutant "
                                + (names.isEmpty() ? "" : names + " ")
                                + "in "
                                + root.resolve("mutants")
                                + "; a mutant is a file NAME.patch there");
        terminal.out().println("0 passed, 1 failed");
        return ExitCode.FAILED;
    }

    private Row row(Path file) throws IOException, InterruptedException {
        String text = Files.readString(file);
        try {
            Mutant mutant = Mutant.parse(name(file), text);
            if (invariantsOff) mutant = mutant.withInvariantsOff();
            Trial trial = within(limit(), trial(mutant));
            if (record && trial instanceof Trial.Caught caught) {
                Files.writeString(file, Mutant.withSeed(text, caught.seed()));
            }
            return new Row(mutant.name(), mutant.rule(), trial);
        } catch (BadMutant e) {
            return new Row(name(file), "", new Trial.Spoilt(String.valueOf(e.getMessage())));
        }
    }

    private Callable<Trial> trial(Mutant mutant) {
        var trials = Trials.of(root);
        if (record) return () -> trials.search(mutant, 1, 300, 1);
        if (seeds > 0) return () -> trials.search(mutant, 1, seeds, Trials.FOR_A_MEDIAN);
        return () -> trials.replay(mutant);
    }

    private Duration limit() {
        return record || seeds > 0 ? SEARCH_LIMIT : REPLAY_LIMIT;
    }

    private static Trial within(Duration limit, Callable<Trial> trial) throws InterruptedException {
        var task = new FutureTask<Trial>(trial);
        Thread.ofPlatform().daemon().name("mutant").start(task);
        try {
            return task.get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Trial.Spoilt("did not end within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Trial.Spoilt("broke down: " + e.getCause());
        }
    }

    /// Prints one line and says how much it adds to the failures.
    private int print(Row row) {
        var found = new ArrayList<String>();
        String aside = "";
        int failed =
                switch (row.trial()) {
                    case Trial.Caught caught -> {
                        boolean searched = record || seeds > 0;
                        found.addAll(
                                List.of(
                                        caught.law(),
                                        "" + caught.seed(),
                                        searched ? "" + caught.median() : "-"));
                        aside = caught.aside();
                        yield 0;
                    }
                    case Trial.Survived survived -> {
                        aside = survived.aside();
                        found.addAll(
                                List.of(
                                        "NOT CAUGHT",
                                        survived.fromSeed() + ".." + survived.toSeed(),
                                        "-"));
                        yield 1;
                    }
                    case Trial.Unrecorded unrecorded -> {
                        found.addAll(List.of("skipped: no seed is recorded", "", ""));
                        yield 0;
                    }
                    case Trial.Spoilt spoilt -> {
                        found.addAll(List.of("FAILED: " + spoilt.why(), "", ""));
                        yield 1;
                    }
                };
        terminal.out()
                .printf(
                        Locale.ROOT,
                        ROW,
                        row.name(),
                        shortened(row.rule()),
                        found.get(0),
                        found.get(1),
                        found.get(2));
        if (!aside.isEmpty()) terminal.out().println("    other laws noticed: " + aside);
        terminal.out().flush();
        return failed;
    }

    private static String shortened(String rule) {
        return rule.length() <= RULE_WIDTH ? rule : rule.substring(0, RULE_WIDTH - 1) + "…";
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".patch".length());
    }
}
