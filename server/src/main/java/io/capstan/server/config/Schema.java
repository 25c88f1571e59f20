package io.capstan.server.config;

import io.capstan.core.consistency.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that can be set about a node, in the order in which it is shown. Only what the node
/// really heeds is here.
///
/// Invariants
/// 1. No two settings have the same key, variable or flag.
/// 2. The defaults together keep all [Relations].
public final class Schema {
    /// All settings.
    public static final List<Setting<?>> ALL = all();

    private static final List<String> KEYS = ALL.stream().<String>map(Setting::key).toList();

    private Schema() {}

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(NodeSchema.ALL);
        all.addAll(RaftSchema.ALL);
        all.addAll(HostSchema.ALL);
        all.addAll(TelemetrySchema.ALL);
        return List.copyOf(all);
    }

    static Optional<Setting<?>> find(String key) {
        for (Setting<?> setting : ALL) if (setting.key().equals(key)) return Optional.of(setting);
        return Optional.empty();
    }

    /// What to say of a key that is not known.
    static String unknown(String key) {
        return "there is no setting '"
                + key
                + "'"
                + nearest(key).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /// A last part alone, such as `segment_size`, is near to its whole key.
    private static Optional<String> nearest(String key) {
        for (String known : KEYS) if (known.endsWith("." + key)) return Optional.of(known);
        return Nearest.to(key, KEYS);
    }
}
