package io.capstan.checker.io;

import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what EDN writes without brackets: numbers, keywords, symbols, strings, characters.
final class EdnTokens {
    /// Characters in one string, name or number; a longer one is refused.
    static final int MAX_LENGTH = 1 << 20;

    private static final int RECENT = 1 << 8;
    private static final int LONG_DIGITS = 18;
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]*)N?");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(0|[1-9][0-9]*)(\\.[0-9]*)?([eE][+-]?[0-9]+)?M?");
    private static final Pattern RATIO = Pattern.compile("[+-]?[0-9]+/[0-9]+");

    private final CharacterCursor in;

    /// Names seen lately, by hash: a history repeats a dozen keywords millions of times.
    private final @Nullable String[] recent = new @Nullable String[RECENT];

    private char[] text = new char[64];
    private int length;

    EdnTokens(CharacterCursor in) {
        this.in = in;
    }

    static boolean isBlank(int c) {
        return c == ',' || c == 0xfeff || (c >= 0 && Character.isWhitespace(c));
    }

    private static boolean endsToken(int c) {
        return switch (c) {
            case CharacterCursor.END, '(', ')', '[', ']', '{', '}', '"', ';' -> true;
            default -> isBlank(c);
        };
    }

    /// The characters up to the next blank, bracket or quote; may be empty.
    String token() throws IOException, MalformedHistory {
        gather();
        int slot = hash() & (RECENT - 1);
        String known = recent[slot];
        if (known != null && same(known)) {
            return known;
        }
        String fresh = new String(text, 0, length);
        recent[slot] = fresh;
        return fresh;
    }

    private void gather() throws IOException, MalformedHistory {
        length = 0;
        while (!endsToken(in.peek())) {
            append(in.take());
        }
    }

    private void append(int c) throws MalformedHistory {
        if (length == MAX_LENGTH) {
            throw fault("a token or string of more than " + MAX_LENGTH + " characters");
        }
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = (char) c;
    }

    private int hash() {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + text[i];
        }
        return hash ^ (hash >>> 8);
    }

    private boolean same(String known) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /// A keyword, the colon being next.
    Value keyword() throws IOException, MalformedHistory {
        return new Value.Keyword(keywordName());
    }

    /// A keyword's name, the colon being next.
    String keywordName() throws IOException, MalformedHistory {
        in.take();
        String name = token();
        if (name.isEmpty()) {
            throw fault("a colon without a name");
        }
        return name;
    }

    /// A number or a symbol, of which the first character is next.
    Value word() throws IOException, MalformedHistory {
        gather();
        if (!startsNumber()) {
            return symbol(new String(text, 0, length));
        }
        return plainLong() ? Value.of(smallNumber()) : number(new String(text, 0, length));
    }

    private boolean startsNumber() {
        int at = length > 1 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
        return length > 0 && text[at] >= '0' && text[at] <= '9';
    }

    private boolean plainLong() {
        int from = text[0] == '-' || text[0] == '+' ? 1 : 0;
        boolean leadingZero = text[from] == '0' && length > from + 1;
        if (leadingZero || length - from > LONG_DIGITS) {
            return false;
        }
        for (int i = from; i < length; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private long smallNumber() {
        int from = text[0] == '-' || text[0] == '+' ? 1 : 0;
        long number = 0;
        for (int i = from; i < length; i++) {
            number = 10 * number + (text[i] - '0');
        }
        return text[0] == '-' ? -number : number;
    }

    private Value number(String word) throws MalformedHistory {
        if (WHOLE.matcher(word).matches()) {
            return Value.of(new BigInteger(withoutSuffix(word, 'N')));
        }
        if (DECIMAL.matcher(word).matches()) {
            return new Value.Decimal(decimal(withoutSuffix(word, 'M')));
        }
        if (RATIO.matcher(word).matches()) {
            return new Value.Symbol(word);
        }
        throw fault("'" + word + "' is neither a number nor a name");
    }

    private BigDecimal decimal(String word) throws MalformedHistory {
        try {
            return new BigDecimal(word);
        } catch (NumberFormatException e) {
            throw fault("'" + word + "' has an exponent out of range");
        }
    }

    private static String withoutSuffix(String word, char suffix) {
        int last = word.length() - 1;
        return word.charAt(last) == suffix ? word.substring(0, last) : word;
    }

    private Value symbol(String word) throws IOException, MalformedHistory {
        return switch (word) {
            case "nil" -> Value.nil();
            case "true" -> new Value.Truth(true);
            case "false" -> new Value.Truth(false);
            case "" -> throw fault("unexpected character '" + (char) in.take() + "'");
            default -> new Value.Symbol(word);
        };
    }

    /// A character such as `\a` or `\newline`, the backslash being next.
    Value character() throws IOException, MalformedHistory {
        in.take();
        int first = in.take();
        if (first == CharacterCursor.END) {
            throw fault("the input ends after a backslash");
        }
        return new Value.Symbol("\\" + (char) first + token());
    }

    /// A string, the opening quote being next.
    Value string() throws IOException, MalformedHistory {
        return Value.of(quoted(true));
    }

    /// The pattern of a regular expression, in which a backslash means itself.
    Value pattern() throws IOException, MalformedHistory {
        return Value.of(quoted(false));
    }

    private String quoted(boolean escapes) throws IOException, MalformedHistory {
        long line = in.line();
        long column = in.column();
        in.take();
        length = 0;
        while (true) {
            int c = in.take();
            switch (c) {
                case '"' -> {
                    return new String(text, 0, length);
                }
                case CharacterCursor.END ->
                        throw new MalformedHistory(line, column, "a string that never ends");
                case '\\' -> {
                    if (escapes) {
                        append(escape());
                    } else {
                        append(c);
                        append(in.take());
                    }
                }
                default -> append(c);
            }
        }
    }

    private int escape() throws IOException, MalformedHistory {
        int c = in.take();
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/', '\'' -> c;
            case 'u' -> codeUnit();
            default -> throw fault("a string with an unknown escape \\" + (char) c);
        };
    }

    private int codeUnit() throws IOException, MalformedHistory {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(in.take(), 16);
            if (digit < 0) {
                throw fault("a string with an incomplete \\u escape");
            }
            unit = 16 * unit + digit;
        }
        return unit;
    }

    MalformedHistory fault(String problem) {
        return new MalformedHistory(in.line(), in.column(), problem);
    }
}
