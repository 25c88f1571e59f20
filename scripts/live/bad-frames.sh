#!/usr/bin/env bash
# Everything that no honest client sends is thrown at every port of three nodes for a while: random bytes,
# frames that are truncated, too long, of another version or full of nonsense, requests over the limits,
# askers that never read, crowds that say nothing, headers that come by drops. Meanwhile rows are written.
# All nodes must go on, none anew; their memory stays within a bound; every acknowledged row is there; all
# replicas are equal.
#   scripts/live/bad-frames.sh [SECONDS] [SEED]
# 600 unless told, and a seed that is drawn. The last line is `N passed, N failed`.
set -eu
export CAPSTAN_JAVA_OPTS="${CAPSTAN_JAVA_OPTS:-} -Xmx768m -XX:MaxDirectMemorySize=256m"
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
seconds=${1:-600} seed=${2:-$RANDOM} rate=200
most_mib=1536 # resident: 768 of heap, 256 of direct buffers, and the store, code and threads beside them

resident() { # N: MiB, the most it ever was
    awk '/VmHWM/ { print int($2 / 1024) }' "/proc/${pid[$1]}/status"
}

make_rows $((seconds * rate)) "$work/rows"
begin_cluster
admins=
for n in 1 2 3; do admins+=${admins:+,}127.0.0.1:$((native[n] - 320)); done
"$capstan" table create words --replication raft --replicas 3 --server "$servers" >/dev/null
said "abuse of ${servers} and ${admins} for $seconds s under seed $seed; $((seconds * rate)) rows are written"
"$capstan" kv import "$work/rows" --table words --rate "$rate" --deadline 60 --acked "$work/acked" \
    --server "$servers" >"$work/import.out" 2>&1 &
import=$!
background+=" $import"
bad=0 wrote=0
"$capstan" abuse --native "$servers" --admin "$admins" --duration "${seconds}s" --seed "$seed" || bad=$?
said "the abuse is over"
wait "$import" || wrote=$?
tail -n 1 "$work/import.out"
[ "$bad" -eq 0 ] || { said "a node was not to be reached, or took what is over its limits"; exit 1; }
[ "$wrote" -eq 0 ] || { said "the import ended with $wrote"; exit 1; }
for n in 1 2 3; do
    kill -0 "${pid[$n]}" || { said "n$n is gone"; tail -n 20 "$work/n$n.log"; exit 1; }
    [ "$(http "$n" readyz)" = 200 ] || { said "n$n is not ready"; exit 1; }
    curl -s -m 5 "http://127.0.0.1:$((native[n] - 320))/metrics" >"$work/metrics"
    said "n$n: at most $(resident "$n") MiB resident; refused $(
        awk '/^capstan_network_connections_refused_total/ && $2 > 0 {
            match($1, /port="[a-z]*"/); port = substr($1, RSTART + 6, RLENGTH - 7)
            match($1, /reason="[a-z]*"/); printf "%s %s %d, ", port, substr($1, RSTART + 8, RLENGTH - 9), $2
        } /^capstan_network_frames_refused_total/ { printf "frames %d", $2 }' "$work/metrics"
    ); $(wc -l <"$work/n$n.log") lines of log"
    [ "$(resident "$n")" -le "$most_mib" ] || { said "n$n took more than $most_mib MiB"; exit 1; }
done
compare words "$work/rows" "$work/acked"
"$capstan" shard verify words --server "$servers" | tail -n 1
