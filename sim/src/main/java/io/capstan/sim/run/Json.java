package io.capstan.sim.run;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FeltFaults;
import io.capstan.sim.trial.Counters;
import io.capstan.sim.trial.TrialResult;
import io.capstan.sim.workload.Operation;
import io.capstan.sim.workload.Tally;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Reports as JSON, one object a line.
public final class Json {
    private final StringBuilder out = new StringBuilder();
    private String separator = "";

    private Json() {
        out.append('{');
    }

    /// One seed.
    public static String of(SeedRun run) {
        TrialResult result = run.result();
        Counters counters = result.counters();
        Json json =
                new Json()
                        .field("seed", run.seed())
                        .field("verdict", verdict(result))
                        .field("law", result.breach().map(b -> b.law()).orElse(""))
                        .field("story", result.breach().map(b -> b.story()).orElse(""))
                        .raw("operations", operations(result.tally()))
                        .raw("faultsFelt", felt(result.felt(), result.plan().swarm().kinds()))
                        .field("elections", counters.elections())
                        .field("snapshotsSent", counters.snapshotsSent())
                        .field("snapshotsInstalled", counters.snapshotsInstalled())
                        .field("configurationChanges", counters.configurationChanges());
        return reads(json, counters.marks())
                .raw("marks", numbers(counters.marks()))
                .field("framesRefused", counters.framesRefused())
                .field("replicasStopped", counters.replicasBroken())
                .field("events", counters.events())
                .field("virtualMillis", result.virtualNanos() / 1_000_000)
                .field("restMillis", result.restMillis())
                .field("wallMillis", run.wallNanos() / 1_000_000)
                .field("cpuMillis", run.cpuNanos() / 1_000_000)
                .field("traceHash", result.traceHash())
                .end();
    }

    /// The whole campaign.
    public static String of(CampaignReport report, String commit, List<String> missing) {
        Json json =
                new Json()
                        .field("protocol", report.options().protocol())
                        .field("commit", commit)
                        .field("seeds", report.options().seeds())
                        .field("violated", report.violated().size())
                        .field("unknown", report.unknown().size())
                        .raw("missing", strings(missing))
                        .raw("operations", operations(report.tally()))
                        .raw("faultsFelt", felt(report.felt(), report.options().faults()))
                        .field("elections", report.elections())
                        .field("snapshotsSent", report.snapshotsSent())
                        .field("snapshotsInstalled", report.snapshotsInstalled())
                        .field("configurationChanges", report.configurationChanges());
        return reads(json, report.marks())
                .raw("marks", numbers(report.marks()))
                .field("events", report.events())
                .field("eventsPerCoreSecond", report.eventsPerSecond())
                .field("virtualMillis", report.virtualNanos() / 1_000_000)
                .field("wallMillis", report.wallNanos() / 1_000_000)
                .field("cpuMillis", report.cpuNanos() / 1_000_000)
                .end();
    }

    private static Json reads(Json json, Map<String, Long> marks) {
        return json.field("readsByLease", marks.getOrDefault("READ_BY_LEASE", 0L))
                .field("readsByReadIndex", marks.getOrDefault("READ_BY_INDEX", 0L));
    }

    static String verdict(TrialResult result) {
        return result.isViolated() ? "violated" : result.unknown().isPresent() ? "unknown" : "ok";
    }

    private static String operations(Tally tally) {
        Json json = new Json();
        for (Operation.Result result : Operation.Result.values()) {
            if (result == Operation.Result.PENDING) continue;
            String word = result.name().toLowerCase(Locale.ROOT);
            if (result != Operation.Result.MISMATCH)
                json.field("reads." + word, tally.reads(result));
            json.field("writes." + word, tally.writes(result));
        }
        return json.field("readSuccess", tally.readSuccess())
                .field("writeSuccess", tally.writeSuccess())
                .field("overlap", tally.overlap())
                .end();
    }

    private static String felt(FeltFaults felt, List<FaultKind> kinds) {
        Map<String, Long> byWord = new TreeMap<>();
        kinds.forEach(kind -> byWord.put(kind.word(), felt.of(kind)));
        return numbers(byWord);
    }

    private static String numbers(Map<String, Long> numbers) {
        Json json = new Json();
        numbers.forEach(json::field);
        return json.end();
    }

    private static String strings(List<String> texts) {
        return texts.stream().map(Json::quoted).toList().toString();
    }

    private Json field(String name, long value) {
        return raw(name, Long.toString(value));
    }

    private Json field(String name, double value) {
        return raw(name, String.format(Locale.ROOT, "%.4f", value));
    }

    private Json field(String name, String value) {
        return raw(name, quoted(value));
    }

    private Json raw(String name, String value) {
        out.append(separator).append(quoted(name)).append(':').append(value);
        separator = ",";
        return this;
    }

    private String end() {
        return out.append('}').toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (c < ' ') quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    else quoted.append(c);
                }
            }
        }
        return quoted.append('"').toString();
    }
}
