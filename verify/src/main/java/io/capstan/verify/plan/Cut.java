package io.capstan.verify.plan;

/// A direction of a link that carries nothing: what `from` sends does not reach `to`. Nodes are
/// numbered from 1.
public record Cut(int from, int to) {
    @Override
    public String toString() {
        return "n" + from + "→n" + to;
    }
}
