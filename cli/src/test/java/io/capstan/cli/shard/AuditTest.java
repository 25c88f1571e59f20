package io.capstan.cli.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cli.shard.Audit.Said;
import io.capstan.cli.shard.Audit.Verdict;
import io.capstan.core.Bytes;
import io.capstan.core.request.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Replicas that are equal, that differ in one row, and that say nothing.
class AuditTest {
    private final Map<String, NavigableMap<Bytes, String>> replicas = new LinkedHashMap<>();
    private final List<String> silent = new ArrayList<>();
    private int asked;

    AuditTest() {
        for (String name : List.of("n1", "n2", "n3")) {
            NavigableMap<Bytes, String> rows = new TreeMap<>();
            for (int i = 0; i < 10_000; i++) rows.put(key(i), "v" + i);
            replicas.put(name, rows);
        }
    }

    private static Bytes key(long number) {
        return Bytes.ofLong(number);
    }

    private NavigableMap<Bytes, String> rowsOf(String name) {
        return replicas.getOrDefault(name, new TreeMap<>());
    }

    private Map<String, Said> page(Bytes after, int limit) {
        asked++;
        Map<String, Said> said = new LinkedHashMap<>();
        replicas.forEach((name, rows) ->
                said.put(
                        name,
                        silent.contains(name)
                                ? new Said.Nothing("it is down")
                                : new Said.Page(digest(rows, after, limit))));
        return said;
    }

    private static Result.Digested digest(
            NavigableMap<Bytes, String> rows, Bytes after, int limit) {
        long hash = 0;
        int taken = 0;
        Bytes last = Bytes.EMPTY;
        for (Map.Entry<Bytes, String> row : rows.tailMap(after, after.isEmpty()).entrySet()) {
            if (taken == limit) return new Result.Digested(taken, Bytes.ofLong(hash), last);
            last = row.getKey();
            hash = hash * 31 + row.hashCode();
            taken++;
        }
        return new Result.Digested(taken, Bytes.ofLong(hash), Bytes.EMPTY);
    }

    @Test
    void equalReplicasAreEqualAndCounted() {
        assertThat(Audit.of(this::page))
                .isInstanceOfSatisfying(
                        Verdict.Equal.class, equal -> assertThat(equal.rows()).isEqualTo(10_000));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void theFirstRowThatDiffersIsFoundInAFewQuestions() {
        rowsOf("n3").put(key(7_321), "rotten");
        assertThat(Audit.of(this::page))
                .isInstanceOfSatisfying(
                        Verdict.Different.class,
                        different -> {
                            assertThat(different.equalRows()).isEqualTo(7_321);
                            assertThat(different.after()).isEqualTo(key(7_320));
                            assertThat(different.found().get("n1"))
                                    .isEqualTo(different.found().get("n2"))
                                    .isNotEqualTo(different.found().get("n3"));
                        });
        assertThat(asked).isLessThan(20);
    }

    @Test
    void aRowThatIsMissingAtTheEndIsADifference() {
        rowsOf("n2").remove(key(9_999));
        assertThat(Audit.of(this::page))
                .isInstanceOfSatisfying(
                        Verdict.Different.class,
                        different -> assertThat(different.equalRows()).isGreaterThan(9_990));
    }

    @Test
    void aSilentReplicaMakesTheAnswerUnknownUnlessTheOthersDiffer() {
        silent.add("n2");
        assertThat(Audit.of(this::page)).isEqualTo(new Verdict.Unknown(Map.of("n2", "it is down")));
        rowsOf("n3").put(key(5), "rotten");
        assertThat(Audit.of(this::page)).isInstanceOf(Verdict.Different.class);
    }
}
