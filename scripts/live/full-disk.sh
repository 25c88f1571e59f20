#!/usr/bin/env bash
# The nodes' folders lie on file systems of 160 MiB, and rows are written until there is no room. Writes
# must then be refused with a clear error while reads go on; what was acknowledged stays; and writes go on
# once there is room again, also after all nodes were killed.
#   scripts/live/full-disk.sh
# Needs user namespaces (unshare -rm), to mount file systems of its own; says so and passes without.
# The last line is `N passed, N failed[, N skipped]`.
set -eu
if [ -z "${CAPSTAN_MOUNTS:-}" ]; then
    if ! unshare -rm true 2>/dev/null; then
        echo "no user namespaces here: nothing was tried"
        echo "0 passed, 0 failed, 1 skipped"
        exit 0
    fi
    CAPSTAN_MOUNTS=yes exec unshare -rm "$0" "$@"
fi
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
size=160m

# Rows of 4 KiB under names of this kind.
large_rows() { # KIND COUNT
    awk -v kind="$1" -v count="$2" 'BEGIN {
        filler = sprintf("%4000s", ""); gsub(" ", "x", filler)
        for (i = 0; i < count; i++) printf "%s-%06d\t%s%d\n", kind, i, filler, i
    }'
}

for n in 1 2 3; do
    mkdir "$work/n$n"
    mount -t tmpfs -o size=$size tmpfs "$work/n$n"
done
begin_cluster --set log.segment_size=4MiB
"$capstan" table create rows --server "$servers" >/dev/null
large_rows row 100000 >"$work/rows"
status=0
"$capstan" kv import "$work/rows" --table rows --deadline 5 --acked "$work/acked" --server "$servers" \
    >"$work/import.out" 2>&1 || status=$?
tail -n 3 "$work/import.out" | cut -c1-300
[ "$status" -ne 0 ] || { said "400 MiB went into $size"; exit 1; }
grep -q 'CAP-1105\|full' "$work/import.out" || { said "the error does not speak of a full disk"; exit 1; }
df -h "$work"/n? | tail -n 3
status=0
"$capstan" kv put extra value --table rows --deadline 5 --server "$servers" >"$work/put.out" 2>&1 || status=$?
cat "$work/put.out"
[ "$status" -ne 0 ] || { said "a put was accepted on a full disk"; exit 1; }
compare rows "$work/rows" "$work/acked"
said "reads go on"
for n in 1 2 3; do mount -o remount,size=640m "$work/n$n"; done
said "there is room again"
for i in $(seq 30); do
    ! "$capstan" kv put extra "$i" --table rows --deadline 5 --server "$servers" 2>/dev/null || break
    sleep 1
done
[ "$("$capstan" kv get extra --table rows --server "$servers")" = "$i" ]
said "writes go on"
for n in 1 2 3; do kill_node $n; done
for n in 1 2 3; do launch_node $n; done
for n in 1 2 3; do await_node $n; done
await_readiness
compare rows "$work/rows" "$work/acked"
"$capstan" shard verify rows --server "$servers" | tail -n 1
