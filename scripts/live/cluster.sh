# Sourced by the live stories: three real processes on ports that are free, killed for real.
# Gives: work (a folder that goes at the end), servers (addresses), capstan (the command), and
#   begin_cluster [OPTION...]    starts n1, n2, n3 with these options and waits until they serve
#                                (founders=1: n1 alone)
#   start_node N | kill_node N | pause_node N | resume_node N
#   add_node N                   starts one more that joins
#   end_nodes                    ends all that was started; done at the end anyway
#   leader_of TABLE              the number of the node that leads the table's first shard
#   make_rows COUNT FILE         see rows.sh
#   said TEXT...                 one line of the story, with the seconds since it began

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/scripts/rows.sh"
capstan=${CAPSTAN:-$root/capstan}
work=$(mktemp -d "${TMPDIR:-/tmp}/capstan-live.XXXXXX")
declare -A pid=()
options=() native=() servers='' background=''

end_nodes() {
    local process
    for process in "${pid[@]}" $background; do
        kill -CONT "$process" 2>/dev/null || true
        kill -9 "$process" 2>/dev/null || true
    done
}

end_cluster() {
    local status=$?
    end_nodes
    [ -n "${KEEP:-}" ] || { umount -l "$work"/* 2>/dev/null || true; rm -rf "$work"; }
    if [ "$status" -eq 0 ]; then echo "1 passed, 0 failed"; else echo "0 passed, 1 failed"; fi
}
trap end_cluster EXIT
trap "exit 1" TERM INT HUP

said() {
    printf '%6d s  %s\n' "$SECONDS" "$*"
}

listens() {
    (: </dev/tcp/127.0.0.1/"$1") 2>/dev/null
}

# A port nobody listens on, nor on the one that a node's admin address then has by default; below the
# range that the system hands out by itself.
free_port() {
    local port=
    while [ -z "$port" ] || listens "$port" || listens $((port - 320)); do
        port=$((10400 + RANDOM % 20000))
    done
    echo "$port"
}

begin_cluster() {
    local n all
    "$capstan" --version >/dev/null # builds where that is due
    all=$(seq "${founders:-3}")
    for n in $all; do
        native[n]=$(free_port)
        servers+=${servers:+,}127.0.0.1:${native[n]}
    done
    options=("$@")
    for n in $all; do launch_node "$n"; done
    for n in $all; do await_node "$n"; done
    await_readiness
}

add_node() {
    native[$1]=$(free_port)
    start_node "$1"
}

launch_node() {
    "$capstan" start --name "n$1" --data "$work/n$1" --listen "127.0.0.1:${native[$1]}" \
        --join "$servers" ${options[@]+"${options[@]}"} \
        >"$work/n$1.out" 2>>"$work/n$1.log" &
    background+=" $!"
    disown
}

# Waits for the line `ready` of a node just launched; sets its pid.
await_node() {
    for _ in $(seq 600); do
        pid[$1]=$(sed -n 's/^ready .*pid=\([0-9]*\).*/\1/p' "$work/n$1.out")
        [ -z "${pid[$1]}" ] || return 0
        sleep 0.1
    done
    said "n$1 did not get ready:"
    tail -n 20 "$work/n$1.log"
    return 1
}

# Waits until every node that runs says that its groups have leaders.
await_readiness() {
    local n
    for n in "${!pid[@]}"; do
        for _ in $(seq 300); do
            [ "$(http "$n" readyz)" != 200 ] || break
            sleep 0.1
        done
    done
}

# The HTTP status that node N gives for this page.
http() {
    curl -s -o /dev/null -m 5 -w '%{http_code}' "http://127.0.0.1:$((native[$1] - 320))/$2" || true
}

start_node() {
    launch_node "$1"
    await_node "$1"
}

kill_node() {
    kill -9 "${pid[$1]}"
    while kill -0 "${pid[$1]}" 2>/dev/null; do sleep 0.02; done
}

pause_node() {
    kill -STOP "${pid[$1]}"
}

resume_node() {
    kill -CONT "${pid[$1]}"
}

leader_of() {
    local name
    for _ in $(seq 100); do
        name=$("$capstan" shard list "$1" --server "$servers" --json 2>/dev/null |
            sed -n 's/.*"leader":"n\([0-9]*\)".*/\1/p' | head -n 1)
        [ -z "$name" ] || break
        sleep 0.1
    done
    echo "$name"
}

# Every row of FILE whose key ACKED lists is in the table with its value: 0 missing.
compare() { # TABLE FILE ACKED
    awk -F'\t' 'NR == FNR { told[$0] = 1; next } ($1 in told)' "$3" "$2" | LC_ALL=C sort >"$work/must"
    "$capstan" kv scan --server "$servers" --table "$1" | LC_ALL=C sort >"$work/there" || return 1
    local missing
    missing=$(LC_ALL=C comm -23 "$work/must" "$work/there" | wc -l)
    said "acknowledged $(wc -l <"$work/must"), there $(wc -l <"$work/there"), missing or wrong $missing"
    [ "$missing" -eq 0 ]
}
