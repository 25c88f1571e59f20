/// The `capstan` command: one class for each verb, registered in [Capstan].
///
/// A verb parses nothing itself (picocli does), decides nothing about the database (the modules
/// below do), and ends with one of the [ExitCode]s. What it prints goes through a [Terminal], so
/// that a test can read it. No stack trace and no class name reaches a user.
@NullMarked
package io.capstan.cli;

import org.jspecify.annotations.NullMarked;
