#!/usr/bin/env bash
# Capstan beside etcd, and beside SOFAJRaft where its runner is given, on this machine in one session:
# puts and linearizable gets of 256-byte values, with fsync on everywhere. Prints a table of medians.
#   scripts/bench/beside-peers.sh [OPTION...]
#     --nodes 3|1          processes of each system (3)
#     --rounds N           each cell is measured so often (3)
#     --ops put,get        what is measured, in this order
#     --in-flight 256,64,1 calls in flight, in this order: the JVMs are warm by the last
#     --warm S, --count S  seconds of load that do not count, and that do (5, 10)
#     --shards N           shards of Capstan's table (1: one Raft group, as the others have)
#     --connections N      sessions of Capstan's client (1)
#     --contact leader|any whom Capstan's client asks: the node that leads the table's first shard, or one
#                          that it draws, which may have to pass everything on (leader)
#     --profile DIR        a recording (JFR) of Capstan's leader there for each operation, of a round of its own
#     --jraft DIR          runner of SOFAJRaft: DIR/ClosedLoop.java, DIR/jraft/JraftKv.java and pom.xml
#
# etcd needs the programs etcd and h2load: on Debian `apt-get install etcd-server nghttp2-client`. Without
# them, and without --jraft, that system is left out, and the table says so.
#
# All systems run all the time, and one is asked at a time, by turns. So their JVMs stay warm and their
# leaders where they are, and each meets the machine in the same mood; what the idle ones cost is measured
# at the end and printed. Each system is asked through the lightest client that it has: Capstan through
# `capstan bench kv` (the native client), SOFAJRaft through its own closed loop, which draws keys from as
# many, etcd through h2load with unary gRPC calls on one key: less work for etcd than keys of chance. All
# are asked at their leaders, since the clients of SOFAJRaft and h2load go there too. h2load warms up in a run of its own. Latency is from asking to the answer, in a closed loop.
set -eu

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
nodes=3 rounds=3 ops=put,get in_flight=256,64,1 warm=5 count=10 shards=1 connections=1 contact=leader jraft_runner='' profile=''
value_bytes=256 keys=100000

usage() {
    echo "$1; the options stand at the top of $0" >&2
    exit 64
}

number() { # NAME VALUE LEAST MOST
    [[ $2 =~ ^[0-9]{1,6}$ ]] && [ "$2" -ge "$3" ] && [ "$2" -le "$4" ] || usage "$1 takes $3 to $4, not '$2'"
}

while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage "'$1' is no option, or has no value"
    case $1 in
        --nodes) number "$1" "$2" 1 3 && nodes=$2 ;;
        --rounds) number "$1" "$2" 1 99 && rounds=$2 ;;
        --ops) ops=$2 ;;
        --in-flight) in_flight=$2 ;;
        --warm) number "$1" "$2" 1 600 && warm=$2 ;;
        --count) number "$1" "$2" 1 600 && count=$2 ;;
        --shards) number "$1" "$2" 1 1024 && shards=$2 ;;
        --connections) number "$1" "$2" 1 64 && connections=$2 ;;
        --contact)
            case $2 in leader | any) contact=$2 ;; *) usage "--contact takes leader or any, not '$2'" ;; esac
            ;;
        --profile) profile=$2 && mkdir -p "$2" ;;
        --jraft) jraft_runner=$2 ;;
        *) usage "there is no option '$1'" ;;
    esac
    shift 2
done
[ "$nodes" -ne 2 ] || usage "--nodes takes 3 or 1"
for op in ${ops//,/ }; do
    case $op in put | get) ;; *) usage "--ops takes put and get, not '$op'" ;; esac
done
for calls in ${in_flight//,/ }; do number --in-flight "$calls" 1 $((256 * connections)); done

founders=$nodes
. "$here/../live/cluster.sh"
. "$here/../jdk25.sh"
. "$here/etcd.sh"
. "$here/jraft.sh"
require_jdk25 || exit 1
rows=$work/rows # OP CALLS SYSTEM THROUGHPUT P50 P99 SERVERS CLIENT ERRORS, between tabs

finish() {
    end_etcd
    end_jraft
    end_nodes
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap finish EXIT
: >"$rows"

# Seconds of processor time that these processes have used so far, together.
processor_seconds() { # PID...
    local process line used=0
    for process in "$@"; do
        line=$(<"/proc/$process/stat")
        line=${line##*) }
        # shellcheck disable=SC2086
        set -- $line
        used=$((used + ${12} + ${13}))
    done
    awk -v ticks="$used" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f", ticks / hz }'
}

# Flushes that the machine's disks have completed: what shows that fsync is on.
flushes() {
    cat /sys/block/*/stat 2>/dev/null | awk '{ sum += $16 } END { print sum + 0 }'
}

row() { # OP CALLS SYSTEM THROUGHPUT P50 P99 SERVERS CLIENT ERRORS
    local IFS=$'\t'
    printf '%s\n' "$*" >>"$rows"
    printf '%6d s  %-3s %4s in flight  %-16s %9.0f/s  p50 %8.3f ms  p99 %8.3f ms  CPU s/1,000: servers %s, client %s  errors %s\n' \
        "$SECONDS" "$@"
}

per_thousand() { # SECONDS OPERATIONS
    awk -v used="$1" -v done="$2" 'BEGIN { if (done > 0) printf "%.4f", used * 1000 / done; else print "-" }'
}

begin_capstan() {
    CAPSTAN_JAVA_OPTS=${CAPSTAN_JAVA_OPTS:--Xms1g -Xmx1g} begin_cluster
    "$capstan" table create bench --replicas "$nodes" --shards "$shards" --server "$servers" >"$work/card"
    capstan_pids=$(IFS=,; echo "${pid[*]}")
}

capstan_cells() { # OP
    local line asked=$servers
    [ "$contact" = any ] || asked=127.0.0.1:${native[$(leader_of bench)]}
    while read -r line; do
        # shellcheck disable=SC2046
        row $(figures "$line")
    done < <(timeout "$limit" "$capstan" bench kv --op "$1" --table bench --server "$asked" --json \
        --in-flight "$in_flight" --connections "$connections" --value-size "$value_bytes" --keys "$keys" \
        --warm "${warm}s" --count "${count}s" --server-pids "$capstan_pids")
}

# Cells once more, with the leader's recording; their figures do not count.
profile_capstan() { # OP
    local leader=${pid[$(leader_of bench)]} file rows=/dev/null
    file=$(cd "$profile" && pwd)/$1.jfr
    "$JDK25/bin/jcmd" "$leader" JFR.start name=bench settings=profile >/dev/null
    capstan_cells "$1"
    "$JDK25/bin/jcmd" "$leader" JFR.stop name=bench filename="$file" >/dev/null
    echo "$1: the leader's recording is $file"
    "$JDK25/bin/jfr" view --width 120 --truncate beginning hot-methods "$file" | head -n 20
    "$JDK25/bin/jfr" view --width 120 --truncate beginning native-methods "$file" | head -n 12
}

# The fields of one line of JSON that a row has.
figures() {
    local name value
    printf '%s %s capstan' "$(field op "$1")" "$(field in_flight "$1")"
    for name in throughput p50_millis p99_millis server_cpu_seconds_per_1000 client_cpu_seconds_per_1000; do
        value=$(field "$name" "$1")
        printf ' %s' "${value:--}"
    done
    printf ' %s\n' "$(sed -E 's/.*"errors":\{([^}]*)\}.*/\1/; s/"//g; s/ /_/g; s/^$/0/' <<<"$1")"
}

field() { # NAME LINE
    sed -nE "s/.*\"$1\":\"?([^\",}]*).*/\1/p" <<<"$2"
}

# What a system that nobody asks costs, in hundredths of a core, over five seconds.
idle_cost() { # NAME PID...
    local name=$1 before after
    shift
    before=$(processor_seconds "$@")
    sleep 5
    after=$(processor_seconds "$@")
    awk -v name="$name" -v used="$after" -v from="$before" \
        'BEGIN { printf "idle %s: %.1f %% of a core, all its processes together\n", name, (used - from) * 20 }'
}

# At most so many seconds for one run of one client: it stores all keys and takes its cells.
cells=$(wc -w <<<"${in_flight//,/ }")
limit=$((300 + cells * (warm + count + 30)))

printf 'Commit %s, %s, %s cores (%s), load %s.\n' "$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo '?')" \
    "$(date -u +%F)" "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(cut -d' ' -f1-3 /proc/loadavg)"
begin_capstan
begin_etcd
begin_jraft

for round in $(seq "$rounds"); do
    echo "round $round of $rounds, load $(cut -d' ' -f1-3 /proc/loadavg)"
    for op in ${ops//,/ }; do
        for system in capstan $peers; do
            flushed=$(flushes) began=$SECONDS
            "${system}_cells" "$op"
            echo "          $system: $(((($(flushes) - flushed)) / (SECONDS - began + 1))) flushes of the disk a second meanwhile"
        done
    done
done

[ -z "$profile" ] || for op in ${ops//,/ }; do profile_capstan "$op"; done
sleep 10 # what the load left to do in the background is done
# shellcheck disable=SC2086
{
    idle_cost capstan "${pid[@]}"
    [ -z "$etcd_pids" ] || idle_cost etcd $etcd_pids
    [ -z "$jraft_pids" ] || idle_cost jraft $jraft_pids
}
echo
awk -f "$here/medians.awk" -v ops="$ops" -v calls="$in_flight" "$rows"
echo
echo "Medians of $rounds round(s); $nodes processes each; ${value_bytes}-byte values; $shards shard(s) of Capstan's table, asked: $contact; $warm s of warming, $count s counted."
[ -z "$left_out" ] || printf '%s' "$left_out"
