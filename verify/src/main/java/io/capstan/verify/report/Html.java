package io.capstan.verify.report;

import java.util.Locale;

/// A growing piece of HTML. Text goes in escaped, so that no key, value or message of a run can
/// become markup; markup goes in by methods of its own.
final class Html {
    private final StringBuilder out = new StringBuilder();

    /// Markup, as it is.
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /// Markup with numbers and already safe words put in.
    Html form(String markup, Object... values) {
        out.append(String.format(Locale.ROOT, markup, values));
        return this;
    }

    /// Text, escaped.
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /// `<tag>text</tag>`.
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">");
    }

    int length() {
        return out.length();
    }

    /// Safe as text and within quoted attributes. Control characters that HTML cannot hold become a
    /// replacement character.
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(isPrintable(c) && isPaired(text, i) ? c : '\uFFFD');
            }
        }
        return safe.toString();
    }

    /// Half a pair of surrogates is no character; UTF-8 has no form for it.
    private static boolean isPaired(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c))
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        return !Character.isLowSurrogate(c)
                || (at > 0 && Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static boolean isPrintable(char c) {
        return (c >= ' ' && c != 0x7f) || c == '\n' || c == '\t';
    }

    /// A string of JSON that is safe within a script element: nothing in it can end the element.
    static String json(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '&';
            if (plain) safe.append(c);
            else safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return safe.append('"').toString();
    }

    /// The text, or its beginning with an ellipsis where it is longer than `most`.
    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
