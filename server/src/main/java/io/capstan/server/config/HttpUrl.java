package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;
import java.net.URI;
import java.net.URISyntaxException;

/// A whole address that is reached by HTTP.
record HttpUrl() implements Kind<String> {
    @Override
    public Parsed<String> read(String text) {
        return isHttp(text)
                ? new Parsed.Value<>(text)
                : new Parsed.Mistake<>(
                        "'" + text + "' is no address such as http://127.0.0.1:4318/v1/traces");
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String form() {
        return "http[s]://HOST:PORT/PATH";
    }

    @Override
    public String range() {
        return "";
    }
}
