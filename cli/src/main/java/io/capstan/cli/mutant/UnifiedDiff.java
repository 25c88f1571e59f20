package io.capstan.cli.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A unified diff that changes existing files, as `git diff` and `diff -u` write it.
///
/// Invariants
/// 1. Context and removed lines must be found word for word; nothing is guessed ("fuzz" is zero).
/// 2. A hunk may have moved: it applies at the nearest place to its line number where it fits.
/// 3. Hunks apply in their order, each after the one before.
public record UnifiedDiff(List<Change> changes) {
    /// The hunks for one file, named by its path from the repository's folder.
    public record Change(String path, List<Hunk> hunks) {}

    /// `start` is the line, from 1, at which `before` once stood; it becomes `after`.
    public record Hunk(int start, List<String> before, List<String> after) {}

    private static final Pattern HUNK =
            Pattern.compile("^@@ -(\\d+)(?:,\\d+)? \\+\\d+(?:,\\d+)? @@.*$");

    static UnifiedDiff parse(String name, String text) throws BadMutant {
        var changes = new ArrayList<Change>();
        List<Hunk> hunks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher hunk = HUNK.matcher(line);
            if (line.startsWith("--- ") || line.startsWith("diff ") || line.startsWith("index ")) {
                hunks = new ArrayList<>(); // a new file begins; +++ will name it
            } else if (line.startsWith("+++ ")) {
                changes.add(new Change(path(line), hunks));
            } else if (hunk.matches()) {
                hunks.add(
                        new Hunk(
                                Integer.parseInt(hunk.group(1)),
                                new ArrayList<>(),
                                new ArrayList<>()));
            } else if (hunks.isEmpty()) {
                throw new BadMutant(name + ": not a line of a unified diff: " + line);
            } else {
                addLine(name, hunks.getLast(), line);
            }
        }
        if (changes.isEmpty() || changes.stream().anyMatch(change -> change.hunks().isEmpty())) {
            throw new BadMutant(name + ": the diff changes nothing");
        }
        return new UnifiedDiff(List.copyOf(changes));
    }

    private static String path(String line) {
        String path = line.substring(4).split("\t", 2)[0].strip();
        return path.startsWith("b/") ? path.substring(2) : path;
    }

    private static void addLine(String name, Hunk hunk, String line) throws BadMutant {
        String content = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case ' ' -> {
                hunk.before().add(content);
                hunk.after().add(content);
            }
            case '-' -> hunk.before().add(content);
            case '+' -> hunk.after().add(content);
            case '\\' -> {} // "\ No newline at end of file"
            default -> throw new BadMutant(name + ": not a line of a hunk: " + line);
        }
    }

    /// The text of a changed file, or a complaint that names the first hunk that does not fit.
    static String apply(String name, Change change, String text) throws BadMutant {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int earliest = 0;
        int drift = 0;
        for (Hunk hunk : change.hunks()) {
            int at = find(lines, hunk.before(), hunk.start() - 1 + drift, earliest);
            if (at < 0) {
                throw new BadMutant(
                        name
                                + ": no longer applies to "
                                + change.path()
                                + " near line "
                                + hunk.start()
                                + "; write the patch anew against today's source");
            }
            drift = at - (hunk.start() - 1) + hunk.after().size() - hunk.before().size();
            earliest = at + hunk.after().size();
            List<String> place = lines.subList(at, at + hunk.before().size());
            place.clear();
            place.addAll(hunk.after());
        }
        return String.join("\n", lines) + "\n";
    }

    /// The place nearest to `wanted`, not before `earliest`, at which `before` stands; or -1.
    private static int find(List<String> lines, List<String> before, int wanted, int earliest) {
        int last = lines.size() - before.size();
        for (int distance = 0; distance <= lines.size(); distance++) {
            if (fits(lines, before, wanted - distance, earliest, last)) return wanted - distance;
            if (fits(lines, before, wanted + distance, earliest, last)) return wanted + distance;
        }
        return -1;
    }

    private static boolean fits(
            List<String> lines, List<String> before, int at, int earliest, int last) {
        return at >= earliest && at <= last && lines.subList(at, at + before.size()).equals(before);
    }
}
