package io.capstan.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodesCpuTest {
    private static String page(String used, String started) {
        return "# TYPE process_cpu_time_ns_total counter\nprocess_cpu_time_ns_total "
                + used
                + "\nprocess_cpu_usage 0.5\nprocess_start_time_seconds "
                + started
                + "\n";
    }

    @Test
    void whatEveryProcessHasUsedIsAddedUp() {
        assertThat(
                        NodesCpu.sum(
                                List.of(
                                        page("3.72E9", "1.795460903123E9"),
                                        page("2.8E8", "1.795460903124E9"))))
                .hasValue(4.0);
    }

    @Test
    void nobodyCanSayWhereNodesShareAProcessOrDoNotTell() {
        String page = page("3.72E9", "1.795460903123E9");
        assertThat(NodesCpu.sum(List.of(page, page))).isEmpty();
        assertThat(NodesCpu.sum(List.of(page, "process_cpu_usage 0.5\n"))).isEmpty();
        assertThat(NodesCpu.sum(List.of(page, page("many", "1.8E9")))).isEmpty();
    }
}
