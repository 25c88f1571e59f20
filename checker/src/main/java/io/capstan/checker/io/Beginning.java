package io.capstan.checker.io;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The first bytes of an input: what a history could not begin with, said in words that help.
final class Beginning {
    /// Bytes looked at.
    static final int LENGTH = 4096;

    /// A line of Jepsen's `history.txt` or of its log: process, type and function between tabs.
    private static final Pattern TEXT_LOG =
            Pattern.compile("\\A[^\\n{\\[(]*\\t:(invoke|ok|fail|info)[ \\t]");

    private final byte[] bytes;

    Beginning(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Why this is no history, where that can be told from its beginning.
    Optional<String> complaint() {
        if (startsWith(0x1f, 0x8b)) {
            return Optional.of(packed("gzip", "gunzip -c FILE | capstan check - ..."));
        }
        if (startsWith(0x28, 0xb5, 0x2f, 0xfd)) {
            return Optional.of(packed("zstd", "zstd -dc FILE | capstan check - ..."));
        }
        if (startsWith('P', 'K', 3, 4)) {
            return Optional.of(packed("zip", "unzip -p FILE | capstan check - ..."));
        }
        if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
            return Optional.of("the input is UTF-16 text; it must be UTF-8");
        }
        if (startsWith('J', 'E', 'P', 'S', 'E', 'N')) {
            return Optional.of("the input is Jepsen's binary store; give its history.edn");
        }
        if (TEXT_LOG.matcher(new String(bytes, StandardCharsets.UTF_8)).find()) {
            return Optional.of(
                    "the input is a log of operations as text; give Jepsen's history.edn, or"
                            + " operation maps in EDN or JSON");
        }
        return Optional.empty();
    }

    /// The mark that some editors put before UTF-8 text, in bytes.
    int markLength() {
        return startsWith(0xef, 0xbb, 0xbf) ? 3 : 0;
    }

    Format format() {
        int mark = markLength();
        return Format.of(new String(bytes, mark, bytes.length - mark, StandardCharsets.UTF_8));
    }

    private static String packed(String how, String command) {
        return "the input is packed with " + how + "; unpack it: " + command;
    }

    private boolean startsWith(int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
