package io.capstan.core.consistency;

import io.capstan.core.shard.Partitioning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A table's policy as the flat `key=value` options that people give.
///
/// Only what exists is accepted. An option or value of the plan that is not there yet is refused by
/// name together with what there is; so is a value out of bounds, with the nearest one within.
///
/// Law: what [#print] gives of a policy, [#read] accepts as the same policy.
public final class PolicyOptions {
    /// More copies of a shard than this are refused: each one costs every write.
    public static final int MAX_REPLICAS = 9;

    /// More shards of one table than this are refused: a table is made in one command of the system
    /// table, which has at most [io.capstan.core.request.Command#MAX_PARTS] parts.
    public static final int MAX_SHARDS = 1000;

    /// A version must stay readable at least this long, so that a read at a closed timestamp finds
    /// it.
    public static final Duration MIN_VERSION_AGE = Duration.ofSeconds(1);

    public static final Duration MAX_VERSION_AGE = Duration.ofDays(7);

    private static final List<String> OPTIONS =
            List.of(
                    "replication",
                    "replicas",
                    "shards",
                    "partitioning",
                    "version_age",
                    "consistency",
                    "consistency_floor",
                    "durability",
                    "commit_wait");

    private static final List<String> PLANNED =
            List.of(
                    "read_quorum",
                    "write_quorum",
                    "conditional",
                    "ack",
                    "min_in_sync",
                    "conflict",
                    "partition_key",
                    "sloppy",
                    "placement",
                    "leader_preference",
                    "ttl",
                    "max_bytes");

    private final SortedMap<String, String> given;
    private final List<String> notices = new ArrayList<>();

    private PolicyOptions(Map<String, String> given) {
        this.given = new TreeMap<>(given);
    }

    /// The policy that these options make, defaults for the rest. Values are read without regard to
    /// case and surrounding blanks.
    public static PolicyVerdict read(Map<String, String> options) {
        try {
            return new PolicyOptions(options).read();
        } catch (Refusal refusal) {
            return refusal.verdict;
        }
    }

    /// The options of the policy, all of them, ascending by key.
    public static SortedMap<String, String> print(TablePolicy policy) {
        SortedMap<String, String> options = new TreeMap<>();
        options.put("replication", policy.replication());
        options.put("replicas", Integer.toString(policy.replicas()));
        options.put("shards", Integer.toString(policy.shards()));
        options.put("partitioning", policy.partitioning().name().toLowerCase(Locale.ROOT));
        options.put("version_age", Durations.print(policy.versionAge()));
        options.put("consistency", policy.consistency().toString());
        policy.floor().ifPresent(floor -> options.put("consistency_floor", floor.toString()));
        return options;
    }

    private PolicyVerdict read() {
        for (String key : given.keySet()) known(key);
        only("replication", "raft", "paxos, pbft, primary_backup, multi_primary, quorum");
        only("durability", "log", "memory");
        only("commit_wait", "off", "on");
        int replicas = number("replicas", TablePolicy.DEFAULT.replicas(), MAX_REPLICAS);
        remarkEven(replicas);
        Partitioning partitioning = partitioning();
        int shards = shards(partitioning);
        Duration versionAge = versionAge();
        Consistency consistency = level("consistency").orElse(Consistency.LINEARIZABLE);
        Optional<Consistency> floor = level("consistency_floor");
        floor.ifPresent(least -> aboveFloor(consistency, least));
        return new PolicyVerdict.Accepted(
                new TablePolicy(
                        "raft", replicas, shards, partitioning, versionAge, consistency, floor),
                notices);
    }

    private void known(String key) {
        if (OPTIONS.contains(key)) return;
        if (PLANNED.contains(key))
            throw new Refusal(
                    "option " + key + " is not in this release",
                    "leave it out; options are " + String.join(", ", OPTIONS));
        throw new Refusal("there is no option '" + key + "'", nearestName(key));
    }

    /// An option of which one value exists so far.
    private void only(String key, String existing, String planned) {
        String value = value(key).orElse(existing);
        if (value.equals(existing)) return;
        boolean isPlanned = List.of(planned.split(", ")).contains(value);
        throw new Refusal(
                isPlanned
                        ? key + "=" + value + " is not in this release; " + existing + " is"
                        : key + " cannot be '" + value + "'",
                key + "=" + existing);
    }

    private int number(String key, int otherwise, int most) {
        Optional<String> text = value(key);
        if (text.isEmpty()) return otherwise;
        if (!text.get().matches("-?\\d{1,9}"))
            throw new Refusal(
                    key + " must be a number, not '" + text.get() + "'", key + "=" + otherwise);
        int number = Integer.parseInt(text.get());
        if (number >= 1 && number <= most) return number;
        throw new Refusal(
                key + "=" + number + " is not within 1 to " + most,
                key + "=" + Math.clamp(number, 1, most));
    }

    private void remarkEven(int replicas) {
        if (replicas % 2 != 0) return;
        int survives = (replicas - 1) / 2;
        notices.add(
                String.format(
                        Locale.ROOT,
                        "replicas=%d survives %d down, as replicas=%d does, and waits for one more"
                                + " copy; replicas=%d survives %d",
                        replicas,
                        survives,
                        replicas - 1,
                        replicas + 1,
                        survives + 1));
    }

    private Partitioning partitioning() {
        String value = value("partitioning").orElse("hash");
        return switch (value) {
            case "hash" -> Partitioning.HASH;
            case "range" -> Partitioning.RANGE;
            case "directory" ->
                    throw new Refusal(
                            "partitioning=directory is not in this release; hash and range are",
                            "partitioning=range");
            default ->
                    throw new Refusal(
                            "partitioning cannot be '" + value + "'", "partitioning=hash");
        };
    }

    private int shards(Partitioning partitioning) {
        boolean whole = partitioning == Partitioning.RANGE;
        int shards = number("shards", whole ? 1 : TablePolicy.DEFAULT.shards(), MAX_SHARDS);
        if (whole && shards != 1)
            throw new Refusal(
                    "a range table begins as one shard, because nothing is known yet about its"
                            + " keys; shards="
                            + shards,
                    "shards=1");
        return shards;
    }

    private Duration versionAge() {
        Optional<String> text = value("version_age");
        if (text.isEmpty()) return TablePolicy.DEFAULT.versionAge();
        return switch (Durations.parse(text.get())) {
            case Parsed.Mistake<Duration>(String message) ->
                    throw new Refusal("version_age: " + message, "version_age=10m");
            case Parsed.Value<Duration>(Duration age) -> within(age);
        };
    }

    private static Duration within(Duration age) {
        boolean tooShort = age.compareTo(MIN_VERSION_AGE) < 0;
        if (!tooShort && age.compareTo(MAX_VERSION_AGE) <= 0) return age;
        throw new Refusal(
                "version_age="
                        + Durations.print(age)
                        + " is not within "
                        + Durations.print(MIN_VERSION_AGE)
                        + " to "
                        + Durations.print(MAX_VERSION_AGE),
                "version_age=" + Durations.print(tooShort ? MIN_VERSION_AGE : MAX_VERSION_AGE));
    }

    private Optional<Consistency> level(String key) {
        Optional<String> text = value(key);
        if (text.isEmpty()) return Optional.empty();
        return switch (LevelChoice.level(text.get())) {
            case Parsed.Mistake<Consistency>(String message) ->
                    throw new Refusal(key + ": " + message, key + "=linearizable");
            case Parsed.Value<Consistency>(Consistency level) -> Optional.of(level);
        };
    }

    private static void aboveFloor(Consistency consistency, Consistency floor) {
        if (consistency.passes(floor)) return;
        throw new Refusal(
                "consistency="
                        + consistency
                        + " is not at least consistency_floor="
                        + floor
                        + ", so a request that names no level would be refused",
                "consistency=" + floor);
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(given.get(key))
                .map(value -> value.strip().toLowerCase(Locale.ROOT));
    }

    private static String nearestName(String key) {
        return Nearest.to(key, OPTIONS)
                .map(nearest -> nearest + "=…")
                .orElse("one of " + String.join(", ", OPTIONS));
    }

    /// Ends the reading; never leaves [#read].
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient PolicyVerdict.Refused verdict;

        Refusal(String reason, String nearest) {
            super(reason, null, false, false);
            verdict = new PolicyVerdict.Refused(reason, nearest);
        }
    }
}
