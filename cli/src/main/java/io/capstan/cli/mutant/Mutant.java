package io.capstan.cli.mutant;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One deliberate defect: a unified diff under a header that says what it breaks and who must
/// notice.
///
/// ```
/// rule: A vote leaves only after it is durable.
/// law: linearizability
/// protocol: raft
/// operations: 400
/// invariants: off
/// seed: 17
///
/// --- a/replication/src/main/java/io/capstan/replication/raft/Election.java
/// ...
/// ```
///
/// - `rule`: the sentence that is no longer true.
/// - `law`: the laws expected to catch it, separated by commas; any of them will do.
/// - `protocol`, `operations`: what the simulator is asked to run for each seed.
/// - `invariants`: `off` where a law that a client can see must catch it, `on` where an invariant
///   may.
/// - `seed`: where it was caught when it was recorded; `./capstan mutants --record` writes it anew.
///   A mutant without one has not been caught yet ([#UNRECORDED]), and its replay is a failure.
public record Mutant(
        String name,
        String rule,
        List<String> laws,
        String protocol,
        int operations,
        boolean invariantsOff,
        long seed,
        UnifiedDiff diff) {

    /// The seed of a mutant that no run has caught yet.
    public static final long UNRECORDED = 0;

    private static final Set<String> FIELDS =
            Set.of("rule", "law", "protocol", "operations", "invariants", "seed");

    /// Reads the text of `NAME.patch`.
    public static Mutant parse(String name, String text) throws BadMutant {
        int body = text.startsWith("--- ") ? 0 : text.indexOf("\n--- ") + 1;
        if (body == 0 && !text.startsWith("--- "))
            throw new BadMutant(name + ": has no diff (a line beginning '--- ')");
        Map<String, String> header = header(name, text.substring(0, body));
        return new Mutant(
                name,
                required(name, header, "rule"),
                Arrays.stream(required(name, header, "law").split(",", -1))
                        .map(String::strip)
                        .toList(),
                required(name, header, "protocol"),
                Math.toIntExact(number(name, header, "operations")),
                invariantsOff(name, header),
                header.containsKey("seed") ? number(name, header, "seed") : UNRECORDED,
                UnifiedDiff.parse(name, text.substring(body)));
    }

    public Mutant withInvariantsOff() {
        return new Mutant(name, rule, laws, protocol, operations, true, seed, diff);
    }

    /// The text of a mutant's file with another recorded seed.
    public static String withSeed(String text, long seed) {
        String without = text.replaceFirst("(?m)^seed:.*\\n", "");
        return without.replaceFirst("(?m)^(rule:.*)$", "$1\nseed: " + seed);
    }

    private static Map<String, String> header(String name, String text) throws BadMutant {
        var header = new LinkedHashMap<String, String>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon).strip();
            if (colon < 0 || !FIELDS.contains(field)) {
                throw new BadMutant(
                        name
                                + ": the header has '"
                                + field
                                + "'; it may have "
                                + FIELDS.stream().sorted().toList());
            }
            header.put(field, line.substring(colon + 1).strip());
        }
        return header;
    }

    private static String required(String name, Map<String, String> header, String field)
            throws BadMutant {
        String value = header.getOrDefault(field, "");
        if (value.isEmpty()) throw new BadMutant(name + ": the header lacks '" + field + ": ...'");
        return value;
    }

    private static long number(String name, Map<String, String> header, String field)
            throws BadMutant {
        String value = required(name, header, field);
        if (!value.matches("\\d{1,9}"))
            throw new BadMutant(name + ": '" + field + "' is not a number: " + value);
        return Long.parseLong(value);
    }

    private static boolean invariantsOff(String name, Map<String, String> header) throws BadMutant {
        String value = required(name, header, "invariants");
        return switch (value) {
            case "off" -> true;
            case "on" -> false;
            default -> throw new BadMutant(name + ": 'invariants' is 'on' or 'off', not " + value);
        };
    }
}
