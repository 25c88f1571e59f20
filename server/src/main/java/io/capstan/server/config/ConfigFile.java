package io.capstan.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A configuration file: lines of `key = value`, each key once.
///
/// Empty lines count for nothing, nor does what follows a `#` at the beginning of a line or after a
/// blank. A value may stand in double quotes, `""` in them for one; then `#` and outer blanks
/// belong to it. What is no such line is a [Mistake]; the reading goes on with the next line.
///
/// Bound: lines of [#MAX_LINE] characters; a longer one is a mistake.
///
/// Law: a value that is [#written] is read as it was.
public record ConfigFile(List<Given> given, List<Mistake> mistakes) {
    static final int MAX_LINE = 16_384;

    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_.-]+)\\s*=\\s*(.*)");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]++|\"\")*+)\"\\s*(?:#.*)?");
    private static final Pattern SECTION = Pattern.compile("\\[[^\\]]*\\]\\s*(?:#.*)?");

    public ConfigFile {
        given = List.copyOf(given);
        mistakes = List.copyOf(mistakes);
    }

    /// Reads `text`; mistakes and sources call it `file`.
    static ConfigFile parse(String file, String text) {
        Reading reading = new Reading(file);
        text.lines().forEach(reading::next);
        return new ConfigFile(reading.given, reading.mistakes);
    }

    /// The value as it can stand in a file.
    public static String written(String value) {
        boolean plain =
                value.equals(value.strip())
                        && !value.startsWith("\"")
                        && !COMMENT.matcher(value).find();
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    private static final class Reading {
        private final String file;
        private final List<Given> given = new ArrayList<>();
        private final List<Mistake> mistakes = new ArrayList<>();
        private final Map<String, Source> first = new TreeMap<>();
        private int number;

        Reading(String file) {
            this.file = file;
        }

        void next(String raw) {
            number++;
            String line = raw.strip();
            Matcher entry = ENTRY.matcher(line);
            if (line.length() > MAX_LINE) wrong("a line has at most " + MAX_LINE + " characters");
            else if (entry.matches()) entry(entry.group(1), entry.group(2));
            else if (SECTION.matcher(line).matches())
                wrong("there are no sections; write the whole key, as in raft.leases = off");
            else if (!line.isEmpty() && !line.startsWith("#"))
                wrong("'" + line + "' is no line of the form key = value");
        }

        private void entry(String key, String rest) {
            Matcher quoted = QUOTED.matcher(rest);
            if (quoted.matches()) keep(key, quoted.group(1).replace("\"\"", "\""));
            else if (rest.startsWith("\""))
                wrong(key + ": the value begins with a quote that does not end it");
            else keep(key, COMMENT.matcher(rest).replaceFirst("").strip());
        }

        private void keep(String key, String value) {
            Source here = here();
            Source before = first.putIfAbsent(key, here);
            if (before == null) given.add(new Given(key, value, here));
            else wrong(key + " is set already, by " + before);
        }

        private void wrong(String what) {
            mistakes.add(new Mistake(here(), what));
        }

        private Source here() {
            return new Source.Line(file, number);
        }
    }
}
