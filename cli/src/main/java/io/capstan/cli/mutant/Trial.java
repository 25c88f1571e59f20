package io.capstan.cli.mutant;

import java.util.List;

/// What came of trying one mutant.
public sealed interface Trial {
    /// Laws that the mutant names noticed. `tries` holds, for each catch, how many seeds it took;
    /// never empty. `aside`: what laws that it does not name noticed meanwhile, for people to read.
    record Caught(long seed, String law, List<Long> tries, String aside) implements Trial {
        public Caught {
            if (tries.isEmpty())
                throw new IllegalArgumentException("a catch takes at least one seed");
            tries = tries.stream().sorted().toList();
        }

        /// Half of the catches took at most this many seeds.
        public long median() {
            return tries.get((tries.size() - 1) / 2);
        }
    }

    /// No law that the mutant names noticed it in these seeds: the simulator is blind to this
    /// defect, or other laws see it first (`aside`).
    record Survived(long fromSeed, long toSeed, String aside) implements Trial {}

    /// There is no seed to replay yet: nothing is known of this mutant.
    record Unrecorded() implements Trial {}

    /// The mutant says nothing about the simulator, and why.
    record Spoilt(String why) implements Trial {}
}
