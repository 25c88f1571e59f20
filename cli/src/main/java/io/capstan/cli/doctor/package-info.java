/// What `capstan doctor` looks at before a node is trusted to a machine.
@NullMarked
package io.capstan.cli.doctor;

import org.jspecify.annotations.NullMarked;
