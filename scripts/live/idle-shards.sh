#!/usr/bin/env bash
# A table of many shards is made and left alone. Once they rest, each node must use less than a twentieth
# of a core, with a heap of 512 MiB; then rows are written and read.
#   scripts/live/idle-shards.sh [SHARDS] [SECONDS]     1000 and 30 unless told
# The last line is `N passed, N failed`.
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
shards=${1:-1000} seconds=${2:-30} most_percent=5

# Clock ticks that node N has used so far, a hundred a second.
ticks() {
    awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/${pid[$1]}/stat"
}

export CAPSTAN_JAVA_OPTS="${CAPSTAN_JAVA_OPTS:-} -Xmx512m"
begin_cluster
"$capstan" table create many --shards "$shards" --server "$servers" --deadline 60 >/dev/null
said "a table of $shards shards"
await_readiness
said "all of them have leaders"
sleep 20
declare -A before=()
for n in 1 2 3; do before[$n]=$(ticks $n); done
sleep "$seconds"
for n in 1 2 3; do
    used=$(($(ticks $n) - ${before[$n]}))
    said "n$n used $((used * 10)) ms in $seconds s, and keeps $(awk '/VmRSS/ { print int($2 / 1024) }' \
        "/proc/${pid[$n]}/status") MiB in memory"
    [ $((used * 100)) -lt $((seconds * 100 * most_percent)) ]
done
make_rows 5000 "$work/rows"
"$capstan" kv import "$work/rows" --table many --acked "$work/acked" --server "$servers" | tail -n 1
compare many "$work/rows" "$work/acked"
