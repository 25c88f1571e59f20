package io.capstan.checker.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/// A piece of data that a client wrote or read, as the notation of the history knows it.
///
/// Equality is that of Clojure's data: vectors and lists are equal by their elements, maps and sets
/// regardless of order, and the whole number `1` is not the decimal `1.0`. `toString` prints EDN
/// that reads back as an equal value.
public sealed interface Value {

    /// The absence of a value: a register never written, a key deleted.
    static Value nil() {
        return new Nil();
    }

    /// A whole number that fits 64 bits, the common case.
    static Value of(long number) {
        return new Whole(number);
    }

    /// A piece of text.
    static Value of(String text) {
        return new Text(text);
    }

    /// A whole number of any size, in its one canonical form.
    static Value of(BigInteger number) {
        return number.bitLength() < Long.SIZE
                ? new Whole(number.longValueExact())
                : new Large(number);
    }

    /// A vector of values.
    static Value vector(Value... elements) {
        return new Vector(List.of(elements));
    }

    /// Roughly how many bytes of heap the value holds, for bounds on memory.
    default long weight() {
        return switch (this) {
            case Nil _, Truth _ -> 16;
            case Whole _ -> 24;
            case Large large -> 64 + large.number.bitLength() / 8;
            case Decimal decimal -> 80 + decimal.number.precision();
            case Text text -> 56 + 2L * text.text.length();
            case Keyword keyword -> 56 + 2L * keyword.name.length();
            case Symbol symbol -> 56 + 2L * symbol.name.length();
            case Vector vector -> 48 + vector.elements.stream().mapToLong(Value::weight).sum();
            case Bag bag -> 64 + bag.elements.stream().mapToLong(e -> 56 + e.weight()).sum();
            case Mapping mapping ->
                    64
                            + mapping.entries.entrySet().stream()
                                    .mapToLong(
                                            e -> 56 + e.getKey().weight() + e.getValue().weight())
                                    .sum();
            case Tagged tagged -> 56 + tagged.value.weight();
        };
    }

    /// Nothing: `nil`.
    record Nil() implements Value {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /// `true` or `false`.
    record Truth(boolean truth) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(truth);
        }
    }

    /// A whole number of 64 bits.
    record Whole(long number) implements Value {
        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /// A whole number beyond 64 bits; [Value#of(BigInteger)] keeps the two forms apart.
    record Large(BigInteger number) implements Value {
        @Override
        public String toString() {
            return number + "N";
        }
    }

    /// A number with a fraction or an exponent, without trailing zeros.
    record Decimal(BigDecimal number) implements Value {
        public Decimal {
            number = number.stripTrailingZeros();
        }

        @Override
        public String toString() {
            String plain = number.toString();
            return plain.contains(".") || plain.contains("E") ? plain : plain + ".0";
        }
    }

    /// A string.
    record Text(String text) implements Value {
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(text.length() + 2).append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"' -> out.append("\\\"");
                    case '\\' -> out.append("\\\\");
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    default -> out.append(c);
                }
            }
            return out.append('"').toString();
        }
    }

    /// A keyword, its name without the leading colon.
    record Keyword(String name) implements Value {
        @Override
        public String toString() {
            return ":" + name;
        }
    }

    /// A bare word that is neither number nor keyword: a symbol, a character, `##Inf`.
    record Symbol(String name) implements Value {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Values in order.
    record Vector(List<Value> elements) implements Value {
        public Vector {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return between("[", elements, "]");
        }
    }

    /// Values without order or repetition; printed in the order they came.
    record Bag(LinkedHashSet<Value> elements) implements Value {
        @Override
        public String toString() {
            return between("#{", new ArrayList<>(elements), "}");
        }
    }

    /// Keys to values; printed in the order they came.
    record Mapping(LinkedHashMap<Value, Value> entries) implements Value {
        @Override
        public String toString() {
            List<Value> flat = new ArrayList<>();
            entries.forEach((key, value) -> {
                flat.add(key);
                flat.add(value);
            });
            return between("{", flat, "}");
        }
    }

    /// A value under a tag whose meaning we do not know.
    record Tagged(String tag, Value value) implements Value {
        @Override
        public String toString() {
            return "#" + tag + " " + value;
        }
    }

    private static String between(String open, List<Value> elements, String close) {
        StringBuilder out = new StringBuilder(open);
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(' ');
            }
            out.append(elements.get(i));
        }
        return out.append(close).toString();
    }
}
