package io.capstan.core.sample;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.log.Entry;
import io.capstan.core.random.Randomness;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Makes any record or sealed family of the vocabulary from a stream of chance, by its components:
/// a new kind of message is drawn as soon as it is declared. Types whose constructors check more
/// than their components' types have a maker of their own.
public final class Samples {
    private static final long[] CORNERS = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE};

    private final Randomness random;
    private final Map<Class<?>, Function<Randomness, Object>> makers = new LinkedHashMap<>();

    public Samples(Randomness random) {
        this.random = random;
        makers.put(long.class, Samples::number);
        makers.put(Long.class, Samples::number);
        makers.put(int.class, r -> (int) Math.min(number(r), Integer.MAX_VALUE));
        makers.put(boolean.class, Randomness::nextBoolean);
        makers.put(double.class, Randomness::nextDouble);
        makers.put(String.class, Samples::text);
        makers.put(Bytes.class, Samples::bytes);
        makers.put(Duration.class, r -> Duration.ofMillis(r.below(1_000_000_000L)));
        makers.put(HybridTime.class, r -> new HybridTime(number(r)));
        makers.put(ClientId.class, r -> new ClientId(r.nextLong()));
        makers.put(ClusterId.class, r -> new ClusterId(r.nextLong()));
        makers.put(NodeId.class, r -> new NodeId(r.nextLong()));
        makers.put(ReplicaId.class, r -> new ReplicaId(r.nextLong()));
        makers.put(ShardId.class, r -> new ShardId(r.nextLong()));
        makers.put(TableId.class, r -> new TableId(r.nextLong()));
        makers.put(TraceContext.class, Samples::trace);
        makers.put(KeyRange.class, Samples::range);
        makers.put(SessionToken.class, Samples::token);
        makers.put(Consistency.Bounded.class, Samples::bounded);
        makers.put(ShardDescriptor.class, Descriptors::draw);
        makers.put(Entry.class, this::entry);
        makers.put(TablePolicy.class, this::policy);
    }

    /// A value of the type, which may be a record, an enum, a sealed family, or a list, sorted map
    /// or optional of these.
    public Object draw(Type type) {
        if (type instanceof ParameterizedType of) return container(of);
        Class<?> kind = (Class<?>) type;
        var maker = makers.get(kind);
        if (maker != null) return maker.apply(random);
        if (kind.isEnum()) return random.pick(List.of(kind.getEnumConstants()));
        if (kind.isSealed()) return draw(random.pick(kinds(kind)));
        return record(kind);
    }

    public <T> T draw(Class<T> type) {
        return type.cast(draw((Type) type));
    }

    /// Every record of a sealed family, through all levels, in the order of declaration; a class
    /// that is no family is its only kind.
    public static List<Class<?>> kinds(Class<?> family) {
        if (!family.isSealed()) return List.of(family);
        List<Class<?>> kinds = new ArrayList<>();
        for (Class<?> kind : family.getPermittedSubclasses()) kinds.addAll(kinds(kind));
        return kinds;
    }

    private Object container(ParameterizedType type) {
        Type element = type.getActualTypeArguments()[0];
        if (type.getRawType() == Optional.class)
            return random.nextBoolean() ? Optional.of(draw(element)) : Optional.empty();
        if (type.getRawType() == SortedMap.class) return map(element, type);
        if (type.getRawType() != List.class)
            throw new IllegalArgumentException("cannot draw " + type);
        List<Object> values = new ArrayList<>();
        for (int i = random.below(4); i > 0; i--) values.add(draw(element));
        return values;
    }

    private Object map(Type key, ParameterizedType type) {
        TreeMap<Object, Object> values = new TreeMap<>();
        for (int i = random.below(4); i > 0; i--)
            values.put(draw(key), draw(type.getActualTypeArguments()[1]));
        return values;
    }

    private Object record(Class<?> type) {
        if (!type.isRecord()) throw new IllegalArgumentException("cannot draw " + type);
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = draw(components[i].getGenericType());
        }
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make " + type, e);
        }
    }

    private Object entry(Randomness r) {
        return new Entry(
                Math.max(1, number(r)),
                number(r),
                draw(HybridTime.class),
                draw(Entry.Kind.class),
                bytes(r));
    }

    private Object policy(Randomness r) {
        return new TablePolicy(
                "raft",
                1 + r.below(7),
                1 + r.below(4096),
                r.pick(List.of(Partitioning.values())),
                Duration.ofMillis(r.below(1_000_000_000L)),
                draw(Consistency.class),
                r.nextBoolean() ? Optional.of(draw(Consistency.class)) : Optional.empty());
    }

    /// Not negative; often where an encoding changes its length.
    static long number(Randomness r) {
        return r.below(3) == 0
                ? CORNERS[r.below(CORNERS.length)]
                : r.nextLong() >>> (1 + r.below(63));
    }

    static Bytes bytes(Randomness r) {
        byte[] array = new byte[r.below(12)];
        for (int i = 0; i < array.length; i++) array[i] = (byte) r.nextLong();
        return Bytes.wrap(array);
    }

    private static String text(Randomness r) {
        StringBuilder text = new StringBuilder();
        for (int i = r.below(10); i > 0; i--)
            text.appendCodePoint(r.below(4) == 0 ? 0xe0 + r.below(0x2000) : 'a' + r.below(26));
        return text.toString();
    }

    private static Object trace(Randomness r) {
        return r.nextBoolean()
                ? TraceContext.NONE
                : new TraceContext(r.nextLong(), r.nextLong(), r.nextLong());
    }

    static KeyRange range(Randomness r) {
        Bytes one = bytes(r);
        Bytes other = bytes(r);
        int order = one.compareTo(other);
        if (order == 0) return new KeyRange(one, Bytes.EMPTY);
        return order < 0 ? new KeyRange(one, other) : new KeyRange(other, one);
    }

    private static Object token(Randomness r) {
        TreeMap<ShardId, Long> positions = new TreeMap<>();
        for (int i = r.below(4); i > 0; i--) positions.put(new ShardId(r.nextLong()), number(r));
        return new SessionToken(new HybridTime(number(r)), positions);
    }

    private static Object bounded(Randomness r) {
        return new Consistency.Bounded(
                Duration.ofSeconds(r.below(31_535_999), r.below(1_000_000_000)));
    }
}
