package io.capstan.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The form of a configuration file.
class ConfigFileTest {
    private static ConfigFile read(String text) {
        return ConfigFile.parse("f", text);
    }

    @Test
    void commentsBlanksAndEndsOfLinesCountForNothing() {
        ConfigFile file = read("# all\r\n\r\n  a.b =  x y \t # why\n\n#c = 1\nd=#\ne = f#g");
        assertThat(file.mistakes()).isEmpty();
        assertThat(file.given())
                .containsExactly(
                        new Given("a.b", "x y", new Source.Line("f", 3)),
                        new Given("d", "", new Source.Line("f", 6)),
                        new Given("e", "f#g", new Source.Line("f", 7)));
    }

    @Test
    void quotesKeepWhatIsInThem() {
        assertThat(read("a = \" x # \"\"y\"\" \"   # why").given())
                .extracting(Given::value)
                .containsExactly(" x # \"y\" ");
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        List<String> values =
                List.of("x", "/a b/c", "/a #b", "#", " x", "\"", "\"q\"", "a\"b", "", "=", "a = b");
        for (String value : values)
            assertThat(read("key = " + ConfigFile.written(value)).given())
                    .as(value)
                    .containsExactly(new Given("key", value, new Source.Line("f", 1)));
    }

    @Test
    void whatIsNoLineOfAFileIsAMistakeAndTheRestIsRead() {
        ConfigFile file =
                read("a\n= 1\na = \"x\nb = 1\n" + "c".repeat(ConfigFile.MAX_LINE + 1) + "\nd = 2");
        assertThat(file.mistakes())
                .extracting(mistake -> mistake.where().toString())
                .containsExactly("f:1", "f:2", "f:3", "f:5");
        assertThat(file.given()).extracting(Given::key).containsExactly("b", "d");
    }
}
