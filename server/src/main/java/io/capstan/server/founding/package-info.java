/// How a real node comes by its cluster: [io.capstan.node.identity.Birth] over sockets.
@NullMarked
package io.capstan.server.founding;

import org.jspecify.annotations.NullMarked;
