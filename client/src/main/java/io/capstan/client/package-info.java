/// The Java client.
@NullMarked
package io.capstan.client;

import org.jspecify.annotations.NullMarked;
