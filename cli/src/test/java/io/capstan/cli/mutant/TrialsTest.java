package io.capstan.cli.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.cli.Repository;
import org.junit.jupiter.api.Test;

/// The mutants' machinery, seen to catch, to miss and to refuse.
class TrialsTest {
    private static final String PATH = "cli/src/test/java/io/capstan/cli/mutant/Door.java";
    private static final String OPENS_LOCKED =
            """
            rule: A locked door does not open.
            law: lock
            protocol: lock
            operations: 1
            invariants: off
            seed: 20

            --- a/%s
            +++ b/%s
            @@ -1,3 +1,3 @@
                 boolean opens() {
            -        return !locked;
            +        return true;
                 }
            """
                    .formatted(PATH, PATH);

    private final Trials trials =
            new Trials(
                    Repository.root(),
                    TrialsTest.class.getClassLoader(),
                    DoorProbe.class.getName());

    @Test
    void aMutantIsCaughtOnItsRecordedSeedWhereTheUnbrokenCodePasses() throws BadMutant {
        assertThat(trials.replay(mutant(OPENS_LOCKED)))
                .isInstanceOfSatisfying(
                        Trial.Caught.class, caught -> assertThat(caught.law()).isEqualTo("lock"));
        assertThat(new Door(true).opens()).as("the running door is untouched").isFalse();
    }

    @Test
    void aSearchTellsTheFirstSeedAndTheMedian() throws BadMutant {
        assertThat(trials.search(mutant(OPENS_LOCKED), 1, 100, 5))
                .isInstanceOfSatisfying(
                        Trial.Caught.class,
                        caught -> {
                            assertThat(caught.seed()).isEqualTo(10);
                            assertThat(caught.tries()).hasSize(5);
                            assertThat(caught.median()).isEqualTo(10);
                        });
    }

    @Test
    void aMutantThatNoSeedNoticesSurvives() throws BadMutant {
        assertThat(trials.search(mutant(OPENS_LOCKED), 1, 9, 5))
                .isEqualTo(new Trial.Survived(1, 9, ""));
        assertThat(trials.replay(mutant(Mutant.withSeed(OPENS_LOCKED, 19))))
                .isEqualTo(new Trial.Survived(19, 19, ""));
    }

    @Test
    void aCatchByALawThatWasNotNamedIsNoCatch() throws BadMutant {
        assertThat(trials.replay(mutant(OPENS_LOCKED.replace("law: lock", "law: hinge"))))
                .isInstanceOfSatisfying(
                        Trial.Spoilt.class,
                        spoilt ->
                                assertThat(spoilt.why())
                                        .startsWith(
                                                "caught by lock, which its header does not name"));
    }

    @Test
    void aSearchPassesOverALawThatWasNotNamedAndTellsOfIt() throws BadMutant {
        assertThat(trials.search(mutant(OPENS_LOCKED.replace("law: lock", "law: hinge")), 1, 25, 1))
                .isInstanceOfSatisfying(
                        Trial.Survived.class,
                        survived -> assertThat(survived.aside()).contains("lock at seed 10"));
    }

    @Test
    void aMutantWithoutASeedIsNotReplayedUntilOneIsRecorded() throws BadMutant {
        String unrecorded = OPENS_LOCKED.replaceFirst("seed: .*\n", "");
        assertThat(trials.replay(mutant(unrecorded))).isEqualTo(new Trial.Unrecorded());
        assertThat(trials.replay(mutant(Mutant.withSeed(unrecorded, 10))))
                .isInstanceOf(Trial.Caught.class);
    }

    @Test
    void aPatchThatNoLongerAppliesIsAFailure() throws BadMutant {
        assertThat(trials.replay(mutant(OPENS_LOCKED.replace("return !locked;", "return !shut;"))))
                .isInstanceOfSatisfying(
                        Trial.Spoilt.class,
                        spoilt -> assertThat(spoilt.why()).contains("no longer applies", PATH));
        assertThat(trials.replay(mutant(OPENS_LOCKED.replace("Door.java", "Gate.java"))))
                .isInstanceOfSatisfying(
                        Trial.Spoilt.class,
                        spoilt -> assertThat(spoilt.why()).contains("there is no"));
    }

    @Test
    void codeThatDoesNotCompileIsAFailure() throws BadMutant {
        assertThat(trials.replay(mutant(OPENS_LOCKED.replace("return true;", "return maybe;"))))
                .isInstanceOfSatisfying(
                        Trial.Spoilt.class,
                        spoilt -> assertThat(spoilt.why()).contains("does not compile", "maybe"));
    }

    @Test
    void codeThatBreaksDownIsAFailure() throws BadMutant {
        assertThat(
                        trials.replay(
                                mutant(
                                        OPENS_LOCKED.replace(
                                                "return true;",
                                                "throw new ArithmeticException(\"hinge\");"))))
                .isInstanceOfSatisfying(
                        Trial.Spoilt.class,
                        spoilt -> assertThat(spoilt.why()).contains("broke down", "hinge"));
    }

    @Test
    void aHeaderSaysAllThatIsNeededAndNothingElse() {
        assertThatThrownBy(() -> mutant(OPENS_LOCKED.replace("rule: ", "rule_: ")))
                .isInstanceOf(BadMutant.class)
                .hasMessageContaining("'rule_'");
        assertThatThrownBy(() -> mutant(OPENS_LOCKED.replaceFirst("law: .*\n", "")))
                .isInstanceOf(BadMutant.class)
                .hasMessageContaining("lacks 'law: ...'");
        assertThatThrownBy(() -> mutant(OPENS_LOCKED.replace("seed: 20", "seed: -1")))
                .isInstanceOf(BadMutant.class)
                .hasMessageContaining("not a number");
        assertThatThrownBy(() -> mutant("rule: nothing\n"))
                .isInstanceOf(BadMutant.class)
                .hasMessageContaining("no diff");
    }

    private static Mutant mutant(String text) throws BadMutant {
        return Mutant.parse("opens-locked", text);
    }
}
