package io.capstan.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.sim.workload.Operation;
import io.capstan.verify.record.Chronicle;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which operations of a long run the page shows.
class SampleTest {
    @Test
    void aShortRunIsShownWhole() {
        List<Chronicle.Entry> entries = Runs.valid(500, "").chronicle().entries();
        assertThat(Sample.chosen(entries, Optional.empty())).hasSize(500).isSorted();
    }

    @Test
    void ofALongRunWhatDidNotSucceedIsKeptAndTheRestThinned() {
        List<Chronicle.Entry> entries = Runs.valid(60_000, "").chronicle().entries();
        List<Integer> chosen = Sample.chosen(entries, Optional.empty());
        assertThat(chosen).hasSize(Sample.MAX_OPERATIONS).isSorted().doesNotHaveDuplicates();
        assertThat(unknown(chosen.stream().map(entries::get).toList())).isEqualTo(unknown(entries));
        assertThat(chosen.getLast()).isGreaterThan(59_900);
    }

    private static long unknown(List<Chronicle.Entry> entries) {
        return entries.stream()
                .filter(e -> e.operation().result() == Operation.Result.UNKNOWN)
                .count();
    }

    @Test
    void theFocusIsAlwaysShown() {
        List<Chronicle.Entry> entries = Runs.stale(60_000).chronicle().entries();
        var focus = new Sample.Focus("k9", 0, Long.MAX_VALUE);
        List<Integer> chosen = Sample.chosen(entries, Optional.of(focus));
        long all = entries.stream().filter(e -> e.operation().key().equals("k9")).count();
        assertThat(chosen.stream().filter(r -> entries.get(r).operation().key().equals("k9")))
                .hasSize((int) all);
    }
}
