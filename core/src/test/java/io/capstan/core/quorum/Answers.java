package io.capstan.core.quorum;

import io.capstan.core.id.ReplicaId;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who said yes and who no; everyone else has not answered.
record Answers(Set<ReplicaId> yes, Set<ReplicaId> no)
        implements Function<ReplicaId, @Nullable Boolean> {
    @Override
    public @Nullable Boolean apply(ReplicaId member) {
        if (yes.contains(member)) return true;
        return no.contains(member) ? false : null;
    }
}
