package io.capstan.core.consistency;

import java.util.List;
import java.util.Optional;

/// What a person may have meant by a word that is not known.
public final class Nearest {
    private static final int ALWAYS_NEAR = 2;

    private Nearest() {}

    /// The known word that differs least from `word`, the first of several; empty where none is
    /// near: within two changes of a letter, or within a third of the word's length.
    public static Optional<String> to(String word, List<String> known) {
        if (known.isEmpty()) return Optional.empty();
        String nearest = known.getFirst();
        for (String one : known) if (distance(word, one) < distance(word, nearest)) nearest = one;
        boolean close = distance(word, nearest) <= Math.max(ALWAYS_NEAR, word.length() / 3);
        return close ? Optional.of(nearest) : Optional.empty();
    }

    /// Levenshtein's distance.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
