package io.capstan.server.port;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/// How the store's RocksDB is set up: small enough that three nodes fit one laptop.
///
/// Memory of a node: [#BLOCK_CACHE_BYTES] for blocks read (indexes and filters included) and at
/// most [#MEMORY_TABLES] tables of [#MEMORY_TABLE_BYTES] each. When all are full, writes are
/// answered STALLED until one is on the device.
final class RocksOptions implements AutoCloseable {
    static final long BLOCK_CACHE_BYTES = 32L << 20;
    static final long MEMORY_TABLE_BYTES = 32L << 20;
    static final int MEMORY_TABLES = 4;
    private static final int METADATA_BLOCK_BYTES = 4 << 10;
    private static final int OPEN_FILES = 256;
    private static final double BLOOM_BITS_PER_KEY = 10;

    private final Cache cache = new LRUCache(BLOCK_CACHE_BYTES);
    private final BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY);
    private final Options options = new Options();

    Options forOpening() {
        BlockBasedTableConfig table = new BlockBasedTableConfig();
        table.setBlockCache(cache);
        table.setFilterPolicy(filter);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        partition(table);
        return options.setCreateIfMissing(true)
                .setTableFormatConfig(table)
                .setWriteBufferSize(MEMORY_TABLE_BYTES)
                .setMaxWriteBufferNumber(MEMORY_TABLES)
                .setAtomicFlush(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0);
    }

    /// Index and filter of a table are about a megabyte each in one piece, and the cache holds a
    /// few dozen of them: with more data than that, every look-up would bring one in from the
    /// device and unpack it whole. In pieces, only those that are looked at are kept, and as they
    /// are.
    private static void partition(BlockBasedTableConfig table) {
        table.setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                .setPinTopLevelIndexAndFilter(true)
                .setEnableIndexCompression(false);
    }

    @Override
    public void close() {
        options.close();
        filter.close();
        cache.close();
    }
}
