package io.capstan.cli.mutant;

import java.util.List;

/// What came of trying one mutant.
public sealed interface Trial {
    /// The laws noticed. `tries` holds, for each catch, how many seeds it took; never empty.
    record Caught(long seed, String law, List<Long> tries) implements Trial {
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

    /// All these seeds passed as if the code were right: the simulator is blind to this defect.
    record Survived(long fromSeed, long toSeed) implements Trial {}

    /// There is no seed to replay yet: nothing is known of this mutant.
    record Unrecorded() implements Trial {}

    /// The mutant says nothing about the simulator, and why.
    record Spoilt(String why) implements Trial {}
}
