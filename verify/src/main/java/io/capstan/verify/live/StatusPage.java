package io.capstan.verify.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// How many shards a node says that it leads, by its `/status`.
final class StatusPage {
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final JsonFactory json = new JsonFactory();

    /// -1: it did not answer.
    int leads(int adminPort) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/status"))
                        .timeout(PATIENCE)
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? count(answer.body()) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /// Every replica has a field `role` that begins with L where it leads.
    private int count(String body) {
        int leads = 0;
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean role =
                        token == JsonToken.PROPERTY_NAME && "role".equals(parser.currentName());
                if (role && parser.nextToken() == JsonToken.VALUE_STRING)
                    leads += parser.getString().startsWith("L") ? 1 : 0;
            }
        } catch (JacksonException e) {
            return -1;
        }
        return leads;
    }
}
