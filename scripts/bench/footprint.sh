#!/usr/bin/env bash
# What a node takes of the machine: memory of three processes at rest and under load, and how long one takes
# to come back from a log of some size. Prints a table.
#   scripts/bench/footprint.sh [LOG_MIB]      1024 unless told: the log that is recovered, about
#
# Live heap is what is left after a full collection; resident is the whole process as the system counts it.
# The load is 64 puts, then 64 linearizable gets in flight, 256-byte values, 100,000 keys, heap -Xmx1g. The
# last node is killed with kill -9 at rest, and again with a log full of rows of 1,000 bytes, of which the
# store has flushed nothing by itself; from its start to its line `ready`, the JVM's own start included.
set -eu

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
log_mib=${1:-1024}
[[ $log_mib =~ ^[0-9]{1,5}$ ]] && [ "$log_mib" -ge 1 ] || {
    echo "$0: LOG_MIB is a number from 1 to 99999, not '$log_mib'" >&2
    exit 64
}
. "$here/../live/cluster.sh"
. "$here/../jdk25.sh"
require_jdk25 || exit 1
trap 'end_nodes; [ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT
export CAPSTAN_JAVA_OPTS=${CAPSTAN_JAVA_OPTS:--Xmx1g}

# MiB of a node's heap that are live.
live_heap() { # NODE
    "$JDK25/bin/jcmd" "${pid[$1]}" GC.run >/dev/null
    "$JDK25/bin/jcmd" "${pid[$1]}" GC.heap_info |
        sed -nE '/heap/s/.*used ([0-9]+)K.*/\1/p' | head -n 1 | awk '{ printf "%.0f", $1 / 1024 }'
}

# MiB of a node's process that are in memory, and the most there ever were.
resident() { # NODE
    awk '/^VmRSS/ { now = $2 } /^VmHWM/ { most = $2 } END { printf "%.0f, at most %.0f", now / 1024, most / 1024 }' \
        "/proc/${pid[$1]}/status"
}

memory() { # WHEN
    local n
    for n in 1 2 3; do printf '| %s | n%s | %s | %s |\n' "$1" "$n" "$(live_heap "$n")" "$(resident "$n")"; done
}

load() { # OPERATION SECONDS
    "$capstan" bench kv --op "$1" --table bench --server "$servers" --in-flight 64 --warm 1s --count "${2}s" |
        tail -n 1 >&2
}

# Kills a node and starts it; sets `took`, the seconds until its line `ready`.
restart() { # NODE
    local begun
    kill_node "$1"
    begun=$(date +%s%N)
    start_node "$1"
    took=$(awk -v nanos=$(($(date +%s%N) - begun)) 'BEGIN { printf "%.2f", nanos / 1e9 }')
}

log_bytes() { # NODE
    curl -s "http://127.0.0.1:$((native[$1] - 320))/metrics" | sed -n 's/^capstan_wal_size_bytes \(.*\)/\1/p'
}

begin_cluster --set log.max_segments=1024 --set storage.flush_after=64GiB
echo '| when | node | live heap, MiB | resident, MiB |'
echo '| --- | --- | --- | --- |'
memory 'at rest'
"$capstan" table create bench --replicas 3 --server "$servers" >/dev/null
load put 20
load get 20
memory 'after load'
restart 3
empty=$took
await_readiness
"$capstan" table create big --replicas 3 --shards 1 --server "$servers" >/dev/null
awk -v rows=$((log_mib * 1000)) 'BEGIN {
    value = sprintf("%1000s", ""); gsub(/ /, "v", value)
    for (i = 0; i < rows; i++) printf "k%09d\t%s\n", i, value
}' | "$capstan" kv import --format tab --table big --server "$servers" - >&2
bytes=$(log_bytes 3)
restart 3
echo
awk -v bytes="$bytes" -v empty="$empty" -v full="$took" 'BEGIN {
    gib = bytes / 1073741824
    printf "ready %s s after a kill at rest, %s s with a log of %.2f GiB: %.2f s more a GiB\n",
        empty, full, gib, (full - empty) / gib
}'
await_readiness
