package io.capstan.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.capstan.core.planted.ReadsTheWorld;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules of the house, as `docs/architecture.md` tells them: who may import whom, and what pure
/// code may not touch. It lives here because the command sees every module.
///
/// A new module gets its line in [#ARROWS], and in [#PURE] if the simulator runs it.
class ArchitectureTest {
    /// What each module may import besides itself, the JDK and its third parties.
    private static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("core", List.of());
        ARROWS.put("replication", List.of("core"));
        ARROWS.put("placement", List.of("core"));
        ARROWS.put("membership", List.of("core"));
        ARROWS.put("storage", List.of("core"));
        ARROWS.put("checker", List.of("core"));
        ARROWS.put("client", List.of("core"));
        ARROWS.put("node", List.of("core", "replication", "placement", "membership", "storage"));
        ARROWS.put("sim", with("node", "client", "checker"));
        ARROWS.put("server", with("node", "client"));
        ARROWS.put("bench", with("sim"));
        ARROWS.put("verify", with("client", "sim", "checker"));
        ARROWS.put("cli", with("verify", "server", "bench"));
    }

    /// Code that the simulator runs, or that must behave there as it does in the real world.
    private static final DescribedPredicate<JavaClass> PURE =
            resideInAnyPackage(
                            "io.capstan.core..",
                            "io.capstan.placement..",
                            "io.capstan.membership..",
                            "io.capstan.storage..",
                            "io.capstan.replication..",
                            "io.capstan.node..",
                            "io.capstan.client..",
                            "io.capstan.checker..",
                            "io.capstan.sim..",
                            "io.capstan.verify..")
                    .and(
                            not(
                                    resideInAnyPackage(
                                            "io.capstan.client.net..",
                                            "io.capstan.checker.io..",
                                            "io.capstan.sim.run..",
                                            "io.capstan.verify.live..",
                                            "io.capstan.verify.abuse..")))
                    .as("pure classes");

    private static JavaClasses capstan;

    @BeforeAll
    static void readTheClasses() {
        capstan =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.capstan");
        assertThat(capstan.size()).as("classes found").isGreaterThan(10);
    }

    @TestFactory
    Stream<DynamicTest> importsFollowTheArrows() {
        return ARROWS.entrySet().stream()
                .map(arrow ->
                        DynamicTest.dynamicTest(
                                arrow.getKey(),
                                () -> arrow(arrow.getKey(), arrow.getValue()).check(capstan)));
    }

    @Test
    void everyModuleHasItsArrows() {
        var modules =
                capstan.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("io.capstan."))
                        .map(name -> name.split("\\.", 4)[2])
                        .distinct();
        assertThat(modules).isSubsetOf(ARROWS.keySet());
    }

    @Test
    void aProtocolNeverImportsAnother() {
        slices().matching("io.capstan.replication.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(capstan);
    }

    @Test
    void noPackageCycles() {
        slices().matching("io.capstan.(**)").should().beFreeOfCycles().check(capstan);
    }

    @Test
    void theSimulatorUsesNoRealNetwork() {
        noClasses()
                .that()
                .resideInAPackage("io.capstan.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.capstan.client.net..", "io.capstan.server..")
                .allowEmptyShould(true)
                .check(capstan);
    }

    @Test
    void pureCodeNeedsNothingButTheLanguage() {
        classes().that(PURE).should().onlyDependOnClassesThat(NEEDED).check(capstan);
    }

    @Test
    void pureCodeReadsNoWorldAndKeepsNoHashedOrder() {
        classes().that(PURE).should(PureCode.avoidBannedCalls()).check(capstan);
    }

    @Test
    void pureCodeKeepsNoStaticState() {
        statics().check(capstan);
    }

    /// The rules are able to fail: each finds what was planted for it.
    @Test
    void plantedViolationsAreFound() {
        var planted = new ClassFileImporter().importClasses(ReadsTheWorld.class);
        assertThat(
                        complaints(
                                classes().that(PURE).should().onlyDependOnClassesThat(NEEDED),
                                planted))
                .contains("java.nio.file.Path", "java.lang.Thread", "picocli.CommandLine");
        assertThat(complaints(classes().that(PURE).should(PureCode.avoidBannedCalls()), planted))
                .contains(
                        "System.nanoTime",
                        "HashMap.<init>",
                        "Set.of",
                        "Collectors.toMap",
                        "String.format",
                        "BaseStream.parallel")
                .doesNotContain("orderedThroughout");
        assertThat(complaints(statics(), planted))
                .contains("lastSeen", "CACHE")
                .doesNotContain("LIMIT");
        assertThat(complaints(arrow("core", List.of()), planted))
                .contains("io.capstan.cli.ExitCode");
    }

    private static final DescribedPredicate<JavaClass> NEEDED =
            resideInAnyPackage(
                            "io.capstan..",
                            "org.jspecify..",
                            "com.google.errorprone.annotations..",
                            "java.lang..",
                            "java.math..",
                            "java.nio",
                            "java.nio.charset..",
                            "java.security..",
                            "java.time..",
                            "java.util..")
                    .and(not(resideInAnyPackage("java.util.concurrent..", "java.util.logging..")))
                    .and(not(PureCode.world()))
                    .or(PureCode.primitivesAndArrays())
                    .as("the JDK's plain data types and Capstan");

    private static ArchRule arrow(String module, List<String> mayImport) {
        var allowed = new ArrayList<>(mayImport);
        allowed.add(module);
        var packages =
                allowed.stream().map(name -> "io.capstan." + name + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.capstan." + module + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.capstan..").and(not(resideInAnyPackage(packages))))
                .as(module + " imports nothing but " + allowed.stream().collect(joining(", ")))
                .allowEmptyShould(true);
    }

    private static ArchRule statics() {
        return fields().that()
                .areDeclaredInClassesThat(PURE)
                .and()
                .areStatic()
                .should()
                .beFinal()
                .andShould(PureCode.haveNoMutableType())
                .because("two runs in one JVM must not meet")
                .allowEmptyShould(true);
    }

    private static String complaints(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().toString();
    }

    /// These modules and all that they may import.
    private static List<String> with(String... modules) {
        return Stream.of(modules)
                .flatMap(module ->
                        Stream.concat(
                                Stream.of(module), ARROWS.getOrDefault(module, List.of()).stream()))
                .distinct()
                .toList();
    }
}
