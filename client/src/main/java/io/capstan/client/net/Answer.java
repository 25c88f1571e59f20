package io.capstan.client.net;

import java.util.function.Function;

/// A value, and what is known of how it came about.
public record Answer<T>(T value, Receipt receipt) {
    <R> Answer<R> map(Function<? super T, ? extends R> change) {
        return new Answer<>(change.apply(value), receipt);
    }
}
