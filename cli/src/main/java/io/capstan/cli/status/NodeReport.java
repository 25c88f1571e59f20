package io.capstan.cli.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What one node says of itself at `/status`.
record NodeReport(
        String id,
        String name,
        String cluster,
        String stopped,
        List<ReplicaReport> replicas,
        List<LostReport> lost,
        List<PeerReport> peers) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// `voters`: how many the shard has, as far as this replica knows; 0 where it is not born yet.
    record ReplicaReport(
            long shard,
            long table,
            long voters,
            String role,
            long term,
            long applied,
            String leader,
            String failure) {
        boolean works() {
            return failure.isEmpty() && voters > 0 && !role.startsWith("N");
        }

        boolean leads() {
            return role.startsWith("L");
        }
    }

    /// A replica that stays shut because it has lost records.
    record LostReport(long shard, String why) {}

    record PeerReport(String id, String name, String address, String admin, String liveness) {}

    /// Fields that are not known are passed over. Throws [JacksonException] where it is no JSON.
    static NodeReport parse(String json) {
        Map<String, Object> top = fields(json);
        return new NodeReport(
                text(top, "id"),
                text(top, "name"),
                text(top, "cluster"),
                text(top, "stopped"),
                objects(top, "replicas").stream().map(NodeReport::replica).toList(),
                objects(top, "lost").stream().map(NodeReport::lost).toList(),
                objects(top, "peers").stream().map(NodeReport::peer).toList());
    }

    /// The fields of an object, numbers as `Long` and other plain values as text. Throws
    /// [JacksonException] where it is no JSON.
    static Map<String, Object> fields(String json) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            in.nextToken();
            return object(in);
        }
    }

    private static ReplicaReport replica(Map<String, Object> fields) {
        return new ReplicaReport(
                number(fields, "shard"),
                number(fields, "table"),
                number(fields, "voters"),
                text(fields, "role"),
                number(fields, "term"),
                number(fields, "applied"),
                text(fields, "leader"),
                text(fields, "failure"));
    }

    private static LostReport lost(Map<String, Object> fields) {
        return new LostReport(number(fields, "shard"), text(fields, "why"));
    }

    private static PeerReport peer(Map<String, Object> fields) {
        return new PeerReport(
                text(fields, "id"),
                text(fields, "name"),
                text(fields, "address"),
                text(fields, "admin"),
                text(fields, "liveness"));
    }

    static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.getOrDefault(name, ""));
    }

    static long number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Long number ? number : 0;
    }

    static List<Map<String, Object>> objects(Map<String, Object> fields, String name) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (fields.get(name) instanceof List<?> items)
            for (Object item : items) {
                Map<String, Object> each = new LinkedHashMap<>();
                if (item instanceof Map<?, ?> map)
                    map.forEach((key, value) -> each.put(String.valueOf(key), value));
                objects.add(each);
            }
        return objects;
    }

    private static Map<String, Object> object(JsonParser in) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, value(in));
        }
        return fields;
    }

    private static Object value(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) return object(in);
        if (token == JsonToken.VALUE_NUMBER_INT) return in.getLongValue();
        if (token != JsonToken.START_ARRAY) return String.valueOf(in.getString());
        List<Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY && in.currentToken() != null)
            items.add(value(in));
        return items;
    }
}
