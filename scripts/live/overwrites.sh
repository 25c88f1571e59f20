#!/usr/bin/env bash
# Few keys are written over and over in a table that keeps old versions for ten seconds. Half-way a node
# stops; it comes back long behind, and is killed twice while it catches up. A minute after the last write
# every data folder must be small, a restart quick, and all replicas equal.
#   scripts/live/overwrites.sh [WRITES] [KEYS]     2000000 and 10000 unless told
# The last line is `N passed, N failed`.
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
writes=${1:-2000000} keys=${2:-10000}
most_mib=512 most_seconds=5

# WRITES lines, each of which gives one of the keys a value of its own.
overwrites() { # FROM COUNT
    awk -v from="$1" -v count="$2" -v keys="$keys" 'BEGIN {
        for (i = from; i < from + count; i++)
            printf "key-%06d\tvalue-%010d-%s\n", i % keys, i, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
    }'
}

import() { # FROM COUNT
    overwrites "$1" "$2" | "$capstan" kv import --format tab --table hot --server "$servers" - | tail -n 1
    said "written up to $(($1 + $2))"
}

begin_cluster
"$capstan" table create hot --version-age 10s --server "$servers" >/dev/null
import 0 $((writes / 2))
kill_node 3
said "n3 is down"
import $((writes / 2)) $((writes - writes / 2))
last_write=$SECONDS
start_node 3
sleep 0.3
kill_node 3
start_node 3
sleep 0.6
kill_node 3
start_node 3
said "n3 is back, killed twice on its way"
await_readiness
said "n3 took in $(grep -c 'snapshot.*installed\|installed.*snapshot' "$work/n3.log" || true) snapshots"
"$capstan" shard verify hot --server "$servers" | tail -n 1
while [ $((SECONDS - last_write)) -lt 60 ]; do sleep 1; done
for n in 1 2 3; do
    mib=$(du -sm "$work/n$n" | cut -f1)
    said "n$n keeps $mib MiB"
    [ "$mib" -le "$most_mib" ]
done
kill_node 1
begun=$(date +%s%N)
start_node 1
millis=$((($(date +%s%N) - begun) / 1000000))
said "n1 was ready $millis ms after its start"
[ "$millis" -le $((most_seconds * 1000)) ]
await_readiness
"$capstan" shard verify hot --server "$servers" | tail -n 1
