package io.capstan.core.shard;

import io.capstan.core.Bytes;

/// How a key becomes a routing key: the bytes by which rows are ordered in a shard and shards are
/// cut.
///
/// A routing key holds the key itself, so rows of a hash table lie in the order of their hashes and
/// a range of the hash space can be split like any range.
public enum Partitioning {
    /// Eight bytes of hash, then the key.
    HASH {
        @Override
        public Bytes routingKey(Bytes key) {
            return Bytes.ofLong(KeyHash.of(key)).concat(key);
        }

        @Override
        public Bytes key(Bytes routingKey) {
            return routingKey.slice(Long.BYTES, routingKey.length());
        }
    },
    /// The key as it is.
    RANGE {
        @Override
        public Bytes routingKey(Bytes key) {
            return key;
        }

        @Override
        public Bytes key(Bytes routingKey) {
            return routingKey;
        }
    };

    public abstract Bytes routingKey(Bytes key);

    /// The key that [#routingKey] was made of.
    public abstract Bytes key(Bytes routingKey);
}
