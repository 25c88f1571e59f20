/// Rows as people write and read them: lines with tabs, CSV, JSON; and the import of many of them.
@NullMarked
package io.capstan.cli.kv;

import org.jspecify.annotations.NullMarked;
