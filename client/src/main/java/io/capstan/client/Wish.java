package io.capstan.client;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.LevelChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one read asks for itself: how fresh its answer must be, what it takes instead where that is
/// not to be had in time, and how long it may take altogether.
///
/// `Wish.at(CAUSAL).orElse(EVENTUAL).within(Duration.ofMillis(300))`
///
/// - `level`: none: the table's own.
/// - `fallbacks`: from strong to weak. One that does not hold less than what it stands in for is
///   refused with `CAP-1405` before anything is sent, and so is one too many
///   ([LevelChoice#MAX_LEVELS] levels in all).
/// - `deadline`: none: the client's.
///
/// Each level but the last has half of the time that is left, the last one all of it.
public record Wish(
        Optional<Consistency> level, List<Consistency> fallbacks, Optional<Duration> deadline) {
    /// The table's own level, the client's deadline.
    public static final Wish USUAL = new Wish(Optional.empty(), List.of(), Optional.empty());

    public Wish {
        fallbacks = List.copyOf(fallbacks);
    }

    public static Wish at(Consistency level) {
        return new Wish(Optional.of(level), List.of(), Optional.empty());
    }

    /// A level with its fallbacks, as people write them: `linearizable else bounded(5s)`.
    public static Wish at(LevelChoice choice) {
        return new Wish(Optional.of(choice.first()), choice.fallbacks(), Optional.empty());
    }

    /// Takes an answer at this weaker level where those named before are not to be had.
    public Wish orElse(Consistency weaker) {
        List<Consistency> more = new ArrayList<>(fallbacks);
        more.add(weaker);
        return new Wish(level, more, deadline);
    }

    public Wish within(Duration time) {
        return new Wish(level, fallbacks, Optional.of(time));
    }

    /// The levels to ask at, one after the other, on a table whose own level is `usual`.
    public List<Consistency> levels(Consistency usual) {
        List<Consistency> levels = new ArrayList<>(List.of(level.orElse(usual)));
        levels.addAll(fallbacks);
        return levels;
    }
}
