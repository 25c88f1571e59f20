#!/usr/bin/env bash
# What a put is made of, each part alone, under JMH: a Raft group's steps, the codec, the log's append with
# and without sync, recovery. Builds what it needs. Files are written below bench/target.
#   scripts/bench/jmh.sh [OPTION OF JMH...] [REGEX]    all of them (about four minutes), or those that match
#   scripts/bench/jmh.sh -h                            what JMH takes
set -eu

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/scripts/jdk25.sh"
. "$root/scripts/build.sh"
require_jdk25 && require_maven || exit 1

mkdir -p "$state"
if ! with_build_lock maven -q -Dspotless.check.skip=true -pl bench -am test-compile \
    dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.pathSeparator=: \
    -DincludeScope=test >"$state/jmh-build.log" 2>&1; then
    echo "the build failed; see $state/jmh-build.log" >&2
    exit 1
fi

flags='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx1g'
cd "$root/bench"
# shellcheck disable=SC2086
exec "$JDK25/bin/java" $flags -cp "target/test-classes:target/classes:$(<target/test-classpath)" \
    org.openjdk.jmh.Main -jvm "$JDK25/bin/java" -jvmArgs "$flags" "$@"
