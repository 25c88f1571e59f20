#!/usr/bin/env bash
# A real file is imported at a steady rate while the leader is killed again and again; then all nodes are
# killed at once. Every acknowledged row must be there, and all replicas must be equal.
#   scripts/live/leaders-die.sh [ROWS] [ROWS_A_SECOND] [KILLS] [DISK]
# 100000, 5000, 5 and `file` unless told; DISK `held` keeps unsynced bytes in process memory.
# The last line is `N passed, N failed`.
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
rows=${1:-100000} rate=${2:-5000} kills=${3:-5} disk=${4:-file}

# Kills the leader, lets the others go on alone for a while, and starts it again.
kill_leader() {
    local leader
    leader=$(leader_of words)
    [ -n "$leader" ] || { said "the table has no leader"; return 1; }
    kill_node "$leader"
    said "killed n$leader, which led"
    sleep 1.5
    start_node "$leader"
}

make_rows "$rows" "$work/rows"
begin_cluster --disk "$disk"
"$capstan" table create words --replication raft --replicas 3 --server "$servers"
said "the import of $rows rows begins, $rate a second"
"$capstan" kv import "$work/rows" --table words --rate "$rate" --acked "$work/acked" --server "$servers" \
    >"$work/import.out" 2>&1 &
import=$! status=0
background+=" $import"
for i in $(seq "$kills"); do
    sleep 2
    kill_leader
done
wait "$import" || status=$?
tail -n 1 "$work/import.out"
[ "$status" -eq 0 ] || { said "the import ended with $status"; exit 1; }
await_readiness
compare words "$work/rows" "$work/acked"
"$capstan" shard verify words --server "$servers" | tail -n 1
"$capstan" status --server "$servers"
for i in 1 2 3; do kill -9 "${pid[$i]}"; done
said "killed all three"
for i in 1 2 3; do launch_node "$i"; done
for i in 1 2 3; do await_node "$i"; done
await_readiness
compare words "$work/rows" "$work/acked"
"$capstan" shard verify words --server "$servers" | tail -n 1
