package io.capstan.cli.kv;

import io.capstan.core.Bytes;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A row as one object on one line: `{"key":"k","value":"v"}`. Where key or value is not UTF-8,
/// both are base64, and `"encoding":"base64"` says so.
public final class RowJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String BASE64 = "base64";
    private static final char FIRST_PRINTABLE = 0x20;

    private RowJson() {}

    public static String write(Bytes key, Bytes value) {
        if (isText(key) && isText(value))
            return "{\"key\":" + quoted(key.utf8()) + ",\"value\":" + quoted(value.utf8()) + "}";
        return "{\"key\":\""
                + base64(key)
                + "\",\"value\":\""
                + base64(value)
                + "\",\"encoding\":\"base64\"}";
    }

    /// A key alone: `{"key":"k"}`.
    public static String writeKey(Bytes key) {
        return isText(key)
                ? "{\"key\":" + quoted(key.utf8()) + "}"
                : "{\"key\":\"" + base64(key) + "\",\"encoding\":\"base64\"}";
    }

    static KeyValue read(String line, long number) {
        @Nullable String key = null;
        @Nullable String value = null;
        String encoding = "";
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) throw bad(number, "no object");
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                if (!in.nextToken().isScalarValue()) throw bad(number, name + " is no text");
                String text = in.getString();
                switch (name) {
                    case "key" -> key = text;
                    case "value" -> value = text;
                    case "encoding" -> encoding = text;
                    default -> throw bad(number, "an unknown field '" + name + "'");
                }
            }
            if (in.nextToken() != null) throw bad(number, "more than one object");
        } catch (JacksonException e) {
            throw bad(number, "no JSON object");
        }
        if (key == null || value == null) throw bad(number, "no \"key\" and \"value\"");
        return new KeyValue(decoded(key, encoding, number), decoded(value, encoding, number));
    }

    private static BadRow bad(long number, String what) {
        return new BadRow(number, what + "; a line is {\"key\":\"…\",\"value\":\"…\"}");
    }

    private static Bytes decoded(String text, String encoding, long number) {
        if (encoding.isEmpty()) return Bytes.utf8(text);
        if (!encoding.equals(BASE64))
            throw new BadRow(
                    number,
                    String.format(Locale.ROOT, "encoding '%s'; only base64 is known", encoding));
        try {
            return Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new BadRow(number, "text that is not base64");
        }
    }

    static boolean isText(Bytes bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.asBuffer());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c == '\n') out.append("\\n");
            else if (c == '\t') out.append("\\t");
            else if (c < FIRST_PRINTABLE)
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            else out.append(c);
        }
        return out.append('"').toString();
    }
}
