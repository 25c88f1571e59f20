package io.capstan.cli.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// A patch applies exactly or not at all.
class UnifiedDiffTest {
    private static final String DIFF =
            """
            diff --git a/poem.txt b/poem.txt
            --- a/poem.txt
            +++ b/poem.txt
            @@ -2,3 +2,3 @@ poem
             two
            -three
            +drei
             four
            @@ -6,2 +6,3 @@
             six
            +six and a half
             seven
            """;

    @Test
    void hunksApplyAtTheirLines() throws BadMutant {
        assertThat(apply("one\ntwo\nthree\nfour\nfive\nsix\nseven\n"))
                .isEqualTo("one\ntwo\ndrei\nfour\nfive\nsix\nsix and a half\nseven\n");
    }

    @Test
    void hunksFindTheirPlaceWhereLinesWereAddedAbove() throws BadMutant {
        assertThat(apply("minus one\nzero\none\ntwo\nthree\nfour\nfive\nfive\nsix\nseven\n"))
                .isEqualTo(
                        "minus one\nzero\none\ntwo\ndrei\nfour\nfive\nfive\nsix\nsix and a half\nseven\n");
    }

    @Test
    void ofTwoPlacesTheNearestIsTaken() throws BadMutant {
        assertThat(apply("one\ntwo\nthree\nfour\ntwo\nthree\nfour\nsix\nseven\n"))
                .isEqualTo("one\ntwo\ndrei\nfour\ntwo\nthree\nfour\nsix\nsix and a half\nseven\n");
    }

    @Test
    void changedContextIsRefusedByFileAndLine() {
        assertThatThrownBy(() -> apply("one\ntwo\nthree!\nfour\nfive\nsix\nseven\n"))
                .isInstanceOf(BadMutant.class)
                .hasMessageContaining("poem.txt near line 2");
    }

    @Test
    void hunksKeepTheirOrder() {
        assertThatThrownBy(() -> apply("six\nseven\none\ntwo\nthree\nfour\n"))
                .isInstanceOf(BadMutant.class)
                .hasMessageContaining("near line 6");
    }

    @Test
    void whatIsNoDiffIsRefused() {
        assertThatThrownBy(() -> UnifiedDiff.parse("m", "--- a/x\n+++ b/x\n"))
                .hasMessageContaining("changes nothing");
        assertThatThrownBy(() -> UnifiedDiff.parse("m", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n*odd\n"))
                .hasMessageContaining("*odd");
        assertThatThrownBy(() -> UnifiedDiff.parse("m", "hello\n")).hasMessageContaining("hello");
    }

    private static String apply(String text) throws BadMutant {
        return UnifiedDiff.apply("m", UnifiedDiff.parse("m", DIFF).changes().getFirst(), text);
    }
}
