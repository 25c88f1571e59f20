/// Who is in the cluster and who is suspected.
@NullMarked
package io.capstan.membership;

import org.jspecify.annotations.NullMarked;
