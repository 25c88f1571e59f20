/// The client over TCP: what a program uses.
@NullMarked
package io.capstan.client.net;

import org.jspecify.annotations.NullMarked;
