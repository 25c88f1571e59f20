package io.capstan.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cli.doctor.Finding.Verdict;
import io.capstan.cli.kv.Latencies;
import io.capstan.client.net.Address;
import io.capstan.server.config.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where each thing stops being well, and where it stops being possible.
class FindingsTest {
    private static final Site SITE =
            new Site(
                    Path.of("data"),
                    "127.0.0.1:7400",
                    Optional.empty(),
                    List.of(),
                    Duration.ofMillis(250),
                    0.01,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    72L << 20,
                    776L << 20);
    private static final Address NODE = new Address("n2", 7400);

    private static Verdict offset(int aheadMillis) {
        PeerClock.Reading reading =
                new PeerClock.Reading(
                        Duration.ofMillis(aheadMillis), Duration.ofMillis(5), Duration.ZERO);
        return new Peers(SITE).offset(NODE, reading).verdict();
    }

    private static Verdict trip(int millis) {
        PeerClock.Reading reading =
                new PeerClock.Reading(Duration.ZERO, Duration.ZERO, Duration.ofMillis(millis));
        return new Peers(SITE).trip(NODE, reading).verdict();
    }

    private static Verdict syncs(int millis) {
        Latencies latencies = new Latencies();
        latencies.add(Duration.ofMillis(millis).toNanos());
        return new DataDisk(SITE).judged(latencies, 1).verdict();
    }

    private static Verdict space(long mebibytes) {
        return new DataDisk(SITE).space(Path.of("data"), mebibytes << 20).verdict();
    }

    private static Verdict clock(int aheadMillis) {
        return OwnClock.judged(SITE, Duration.ofSeconds(2), Duration.ofMillis(aheadMillis))
                .verdict();
    }

    @Test
    void twoClocksThatCannotBothBeRightAreAFailure() {
        assertThat(offset(244)).isEqualTo(Verdict.PASS);
        assertThat(offset(-246)).isEqualTo(Verdict.WARN);
        assertThat(offset(504)).isEqualTo(Verdict.WARN);
        assertThat(offset(-506)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aWallClockThatIsSetMeanwhileIsNoticed() {
        assertThat(clock(19)).isEqualTo(Verdict.PASS);
        assertThat(clock(-21)).isEqualTo(Verdict.WARN);
        assertThat(clock(-251)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aNodeSoFarAwayThatElectionsWouldNotEndIsAFailure() {
        assertThat(trip(99)).isEqualTo(Verdict.PASS);
        assertThat(trip(100)).isEqualTo(Verdict.WARN);
        assertThat(trip(500)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aDiskThatStallsIsAFailureAndASlowOneAWarning() {
        assertThat(syncs(9)).isEqualTo(Verdict.PASS);
        assertThat(syncs(11)).isEqualTo(Verdict.WARN);
        assertThat(syncs(2_001)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void roomForLessThanTheLogsFirstFileIsAFailure() {
        assertThat(space(776)).isEqualTo(Verdict.PASS);
        assertThat(space(775)).isEqualTo(Verdict.WARN);
        assertThat(space(71)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void limitsAreWhatTheyShouldBeOrSayHowToRaiseThem() {
        assertThat(Machine.files(4_096).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Machine.files(1_024).line()).startsWith("WARN").contains("ulimit -n");
        assertThat(Machine.files(256).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Machine.maps(65_529).line()).startsWith("WARN").contains("sysctl");
        assertThat(Machine.memory(1L << 29).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Machine.java(26).verdict()).isEqualTo(Verdict.WARN);
    }

    @Test
    void whatIsNotWellSaysWhatToDo() {
        assertThat(List.of(Machine.files(256), Machine.maps(1), Machine.memory(1)))
                .allMatch(finding -> !finding.advice().isEmpty());
        assertThat(Finding.fail("port", "taken", "end that").json())
                .isEqualTo(
                        "{\"verdict\":\"FAIL\",\"subject\":\"port\",\"what\":\"taken\",\"do\":\"end that\"}");
    }
}
