/// The edge: node processes, the proxies between them, client loops, and the hand that breaks them.
@NullMarked
package io.capstan.verify.live;

import org.jspecify.annotations.NullMarked;
