/// The five ports as they are in reality: files, RocksDB, Netty, the machine's clocks and its
/// entropy.
@NullMarked
package io.capstan.server.port;

import org.jspecify.annotations.NullMarked;
