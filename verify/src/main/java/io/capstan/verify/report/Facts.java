package io.capstan.verify.report;

import io.capstan.verify.plan.Settings;

/// What a page says of a run besides what happened in it, each ready to print.
///
/// - `command`: what to paste to run it again.
/// - `version`: of this build, with its commit.
/// - `began`: when, in UTC.
/// - `card`: the table's guarantee card.
/// - `broken`: what was broken on purpose; empty where nothing was.
public record Facts(
        Settings settings,
        String command,
        String version,
        String began,
        String workload,
        String claim,
        String card,
        String broken) {}
