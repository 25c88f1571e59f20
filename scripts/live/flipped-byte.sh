#!/usr/bin/env bash
# A byte in the middle of a durable file of one node's log is flipped while the node is down. On its return
# it must say which replicas have lost records, and stop those alone; the cluster goes on, the node has others
# put in their place, and with another node gone every acknowledged row is there.
#   scripts/live/flipped-byte.sh [ROWS]     20000 unless told
# The last line is `N passed, N failed`.
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
rows=${1:-20000}

# Flips the lowest bit of the byte in the middle of this file.
flip() {
    local at byte
    at=$(($(stat -c %s "$1") / 2))
    byte=$(od -An -tu1 -j "$at" -N 1 "$1" | tr -d ' ')
    printf "$(printf '\\x%02x' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$at" conv=notrunc status=none
    said "flipped a bit of byte $at of ${1##*/}"
}

make_rows "$rows" "$work/rows"
begin_cluster
"$capstan" table create words --server "$servers" >/dev/null
"$capstan" kv import "$work/rows" --table words --acked "$work/acked" --server "$servers" | tail -n 1
kill_node 3
flip "$(find "$work/n3" -name 'log-*' | sort | head -n 1)"
start_node 3
for _ in $(seq 100); do
    ! grep -q 'lost\|damaged' "$work/n3.log" || break
    sleep 0.2
done
grep -m 1 'lost\|damaged' "$work/n3.log" | cut -c1-300 || { said "n3 says nothing"; exit 1; }
# Its node may have put another in its place before this is asked.
"$capstan" status --server "$servers" >"$work/status" 2>&1 && said "nothing is lost by now" ||
    grep -E 'n3|lost|remove' "$work/status"
compare words "$work/rows" "$work/acked"
for _ in $(seq 100); do
    status=0
    "$capstan" status --server "$servers" >"$work/status" 2>&1 || status=$?
    [ "$status" -ne 0 ] || break
    sleep 0.5
done
[ "$status" -eq 0 ] || { said "n3 has nothing put in the place of what it lost"; cat "$work/status"; exit 1; }
said "n3 is whole again"
kill_node 1
compare words "$work/rows" "$work/acked"
start_node 1
"$capstan" shard verify words --server "$servers" | tail -n 1
"$capstan" status --server "$servers"
