package io.capstan.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.node.Protocols;
import io.capstan.sim.fault.FaultKind;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// What every protocol must pass: a new one is tried as soon as it is registered.
@Tag("slow")
class ProtocolLawsTest {
    private static final int OPERATIONS = 250;

    private static Stream<String> protocols() {
        return Protocols.ALL.stream().map(ReplicationProtocol::name);
    }

    @TestFactory
    Stream<DynamicTest> noLawIsBrokenAmidAllFaults() {
        return protocols()
                .flatMap(name ->
                        LongStream.rangeClosed(1_001, 1_012)
                                .mapToObj(seed -> test(name, seed, List.of(FaultKind.values()))));
    }

    @TestFactory
    Stream<DynamicTest> noLawIsBrokenWhereNothingGoesWrong() {
        return protocols()
                .flatMap(name ->
                        LongStream.rangeClosed(2_001, 2_003)
                                .mapToObj(seed ->
                                        test(name, seed, FaultKind.ofWordOrGroup("change"))));
    }

    private static DynamicTest test(String protocol, long seed, List<FaultKind> faults) {
        CampaignOptions options =
                new CampaignOptions(protocol, seed, seed, OPERATIONS, faults, true, 1);
        return DynamicTest.dynamicTest(
                protocol + " " + seed,
                () -> {
                    SeedRun run = Campaign.run(Campaign.plan(options, seed));
                    assertThat(run.result().breach()).isEmpty();
                    assertThat(run.result().unknown()).isEmpty();
                });
    }
}
