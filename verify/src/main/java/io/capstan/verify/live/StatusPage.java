package io.capstan.verify.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a node says of its replicas, by its `/status`.
final class StatusPage {
    private static final Duration PATIENCE = Duration.ofMillis(800);

    /// One replica: of which table, its role (which begins with L where it leads), its term, and
    /// how far its log is committed and applied.
    record Replica(long table, String role, long term, long commit, long applied) {
        boolean leads() {
            return role.startsWith("L");
        }
    }

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final JsonFactory json = new JsonFactory();

    /// Empty: it did not answer.
    Optional<List<Replica>> replicas(int adminPort) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/status"))
                        .timeout(PATIENCE)
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(read(answer.body())) : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /// Every object that names a `role` is a replica.
    private List<Replica> read(String body) {
        List<Replica> replicas = new ArrayList<>();
        Map<String, String> fields = new TreeMap<>();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) fields.clear();
                if (token.isScalarValue() && parser.currentName() != null)
                    fields.put(parser.currentName(), parser.getString());
                if (token == JsonToken.END_OBJECT && fields.containsKey("role")) {
                    replicas.add(replica(fields));
                    fields.clear();
                }
            }
        }
        return replicas;
    }

    private static Replica replica(Map<String, String> fields) {
        return new Replica(
                number(fields, "table"),
                fields.getOrDefault("role", ""),
                number(fields, "term"),
                number(fields, "commit"),
                number(fields, "applied"));
    }

    private static long number(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
