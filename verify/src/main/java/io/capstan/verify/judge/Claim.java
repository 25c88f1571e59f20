package io.capstan.verify.judge;

import io.capstan.checker.linearizability.Counterexample;
import io.capstan.checker.linearizability.Limits;
import io.capstan.checker.linearizability.Linearizability;
import io.capstan.checker.linearizability.Verdict;
import io.capstan.core.consistency.Admission;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.Guarantees;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.sim.law.Breach;
import io.capstan.sim.law.Court;
import io.capstan.sim.law.LevelsLaw;
import io.capstan.verify.record.Chronicle;
import java.util.List;
import java.util.Optional;

/// The level that a run holds its table to: reads are asked at it, and judged by it.
///
/// Writes are linearizable on every table of this release, so they are always judged that way;
/// reads at a weaker level are judged by what that level promises ([LevelsLaw]).
public record Claim(Consistency level) {
    /// The level of that name, or the table's own where there is none; a mistake where the table
    /// does not give it, with the reason.
    public static Parsed<Claim> of(TablePolicy policy, String name) {
        return switch (Guarantees.of(policy)) {
            case Parsed.Mistake<Guarantees>(String message) -> new Parsed.Mistake<>(message);
            case Parsed.Value<Guarantees>(Guarantees card) ->
                    name.isEmpty()
                            ? new Parsed.Value<>(new Claim(policy.consistency()))
                            : named(card, name);
        };
    }

    private static Parsed<Claim> named(Guarantees card, String name) {
        return switch (LevelChoice.level(name)) {
            case Parsed.Mistake<Consistency>(String message) -> new Parsed.Mistake<>(message);
            case Parsed.Value<Consistency>(Consistency level) ->
                    switch (card.admit(Chronicle.TABLE, level)) {
                        case Admission.Admitted _ -> new Parsed.Value<>(new Claim(level));
                        case Admission.Unattainable(String message) ->
                                new Parsed.Mistake<>(message);
                        case Admission.BelowFloor(String message) -> new Parsed.Mistake<>(message);
                    };
        };
    }

    /// Judges what clients saw.
    public Finding judge(Chronicle chronicle, Limits limits) {
        Finding strong = linearizable(chronicle, limits);
        if (!(strong instanceof Finding.Holds) || level.equals(Consistency.LINEARIZABLE))
            return strong;
        return weaker(chronicle);
    }

    private static Finding linearizable(Chronicle chronicle, Limits limits) {
        return switch (Linearizability.judge(chronicle.history(), limits)) {
            case Verdict.Valid _ -> new Finding.Holds("every read and write fits one order");
            case Verdict.Unknown(String reason) -> new Finding.Open(reason);
            case Verdict.Violated(Counterexample example) ->
                    new Finding.Broken(
                            Court.LINEARIZABILITY, example.sentences(), Optional.of(example));
        };
    }

    private Finding weaker(Chronicle chronicle) {
        Court court = new Court(() -> 0);
        chronicle.replay(new LevelsLaw(court));
        return court.breach()
                .map(Claim::broken)
                .orElseGet(() ->
                        new Finding.Holds(
                                "writes fit one order, and every read held what "
                                        + level
                                        + " promises"));
    }

    private static Finding broken(Breach breach) {
        List<String> story = breach.story().lines().toList();
        return new Finding.Broken(breach.law(), story, Optional.empty());
    }

    @Override
    public String toString() {
        return level.toString();
    }
}
