package io.capstan.verify.report;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Many small boxes, gathered into one path for each look: a picture of thousands stays light.
final class Boxes {
    private final Map<Look, StringBuilder> paths = new EnumMap<>(Look.class);

    void add(Look look, double x, double y, double width, double height) {
        paths.computeIfAbsent(look, _ -> new StringBuilder()).append(box(x, y, width, height));
    }

    static String box(double x, double y, double width, double height) {
        return String.format(
                Locale.ROOT, "M%.1f %.1fh%.1fv%.1fh-%.1fz", x, y, width, height, width);
    }

    void draw(Html out) {
        paths.forEach(
                (look, path) -> out.raw("<path class='" + look.style() + "' d='" + path + "'/>"));
    }
}
