# Sourced by beside-peers.sh: etcd with its defaults (fsync on), and a load of unary gRPC calls from h2load.
# Gives begin_etcd, etcd_cells OP and end_etcd; sets etcd_pids, and adds itself to peers or left_out.

etcd_pids='' etcd_leader=''
peers=${peers:-} left_out=${left_out:-}

begin_etcd() {
    local program
    for program in etcd h2load; do
        command -v "$program" >/dev/null && continue
        left_out+="etcd was left out: there is no $program; on Debian: apt-get install etcd-server nghttp2-client"$'\n'
        echo "${left_out%$'\n'}" >&2
        return 0
    done
    local n client=() peer=() members=''
    for n in $(seq "$nodes"); do
        client[n]=$(free_port) peer[n]=$(free_port)
        members+=${members:+,}e$n=http://127.0.0.1:${peer[n]}
    done
    for n in $(seq "$nodes"); do
        # No quota that a long run could meet; nothing else differs from the defaults.
        etcd --name "e$n" --data-dir "$work/e$n" --quota-backend-bytes 8000000000 \
            --listen-client-urls "http://127.0.0.1:${client[n]}" --advertise-client-urls "http://127.0.0.1:${client[n]}" \
            --listen-peer-urls "http://127.0.0.1:${peer[n]}" --initial-advertise-peer-urls "http://127.0.0.1:${peer[n]}" \
            --initial-cluster "$members" --initial-cluster-state new >"$work/e$n.log" 2>&1 &
        etcd_pids+="${etcd_pids:+ }$!"
        disown
    done
    find_etcd_leader "${client[@]}"
    peers+=${peers:+ }etcd
    etcd_message put >"$work/etcd-put"
    etcd_message get >"$work/etcd-get"
    timeout 30 h2load -n 1 -c 1 -m 1 "${grpc[@]}" -d "$work/etcd-put" "$(etcd_method put)" >/dev/null
}

grpc=(-H 'content-type: application/grpc' -H 'te: trailers')

# The port of the node that leads. What others are asked they would pass on to it.
find_etcd_leader() { # PORT...
    local port status
    for _ in $(seq 100); do
        for port in "$@"; do
            status=$(curl -s -m 2 -X POST "http://127.0.0.1:$port/v3/maintenance/status" -d '{}') || continue
            if [ "$(field member_id "$status")" = "$(field leader "$status")" ]; then
                etcd_leader=$port
                return 0
            fi
        done
        sleep 0.2
    done
    echo "etcd has no leader; its logs are in $work" >&2
    return 1
}

etcd_method() {
    if [ "$1" = put ]; then method=Put; else method=Range; fi
    echo "http://127.0.0.1:$etcd_leader/etcdserverpb.KV/$method"
}

# A gRPC frame with a PutRequest or a RangeRequest (linearizable, the default), as protobuf has them.
etcd_message() { # OP
    local key=key000000000001 body
    body=$(octal 10)$(octal ${#key})$key
    [ "$1" != put ] || body+=$(octal 18)$(varint "$value_bytes")$(printf '%*s' "$value_bytes" '' | tr ' ' x)
    printf '%b' "$(octal 0)$(octal 0)$(octal 0)$(octal $(($(length "$body") / 256)))$(octal $(($(length "$body") % 256)))$body"
}

octal() {
    printf '\\0%03o' "$1"
}

varint() {
    if [ "$1" -lt 128 ]; then octal "$1"; else
        octal $(($1 % 128 + 128))
        varint $(($1 / 128))
    fi
}

# Bytes that this text with octal escapes stands for.
length() {
    printf '%b' "$1" | wc -c
}

# How many writes etcd has seen: its revision.
etcd_revision() {
    field revision "$(curl -s -m 5 -X POST "http://127.0.0.1:$etcd_leader/v3/maintenance/status" -d '{}')"
}

etcd_cells() { # OP
    local calls
    for calls in ${in_flight//,/ }; do etcd_cell "$1" "$calls"; done
}

etcd_cell() { # OP CALLS
    local connections streams load before after revision client figures done errors
    # As square as it goes: 8 x 8, 16 x 16.
    connections=$(awk -v n="$2" 'BEGIN { for (c = int(sqrt(n)); n % c; c--); print c }')
    streams=$(($2 / connections))
    load=(h2load -c "$connections" -m "$streams" "${grpc[@]}" -d "$work/etcd-$1" "$(etcd_method "$1")")
    timeout $((warm + 30)) "${load[@]}" -D "$warm" >/dev/null
    revision=$(etcd_revision)
    rm -f "$work/etcd-log" # h2load would add to it
    # shellcheck disable=SC2086
    before=$(processor_seconds $etcd_pids)
    local TIMEFORMAT='%U %S'
    { time timeout $((count + 30)) "${load[@]}" -D "$count" --log-file="$work/etcd-log" >"$work/etcd-out" 2>&1; } 2>"$work/etcd-time"
    # shellcheck disable=SC2086
    after=$(processor_seconds $etcd_pids)
    client=$(awk '{ print $1 + $2 }' "$work/etcd-time")
    done=$(sed -nE 's/^requests:.* ([0-9]+) succeeded.*/\1/p' "$work/etcd-out")
    errors=$(sed -nE 's/^requests:.* ([0-9]+) failed.*/\1/p' "$work/etcd-out")
    etcd_did "$1" "$done" "$revision"
    figures=$(sort -n -k 3,3 "$work/etcd-log" | awk -v seconds="$count" '
        { took[NR] = $3 / 1000 }
        END { printf "%.1f %.4f %.4f", NR / seconds, took[int(NR * 0.5) + 1], took[int(NR * 0.99) + 1] }')
    # shellcheck disable=SC2086
    row "$1" "$2" etcd $figures "$(per_thousand "$(awk "BEGIN { print $after - $before }")" "$done")" \
        "$(per_thousand "$client" "$done")" "$errors"
}

# h2load takes any answer for a good one. That these did what was asked shows in the revision, which
# each put raises, and in the bytes that gets brought back.
etcd_did() { # OP DONE REVISION
    local bytes
    if [ "$1" = put ]; then
        [ $(($(etcd_revision) - $3)) -ge "$2" ] && return 0
    else
        bytes=$(sed -nE 's/^traffic:.*\(([0-9]+)\) data$/\1/p' "$work/etcd-out")
        [ "$bytes" -ge $(($2 * value_bytes)) ] && return 0
    fi
    echo "etcd answered $2 calls of $1 that it did not carry out" >&2
    return 1
}

end_etcd() {
    # shellcheck disable=SC2086
    [ -z "$etcd_pids" ] || kill -9 $etcd_pids 2>/dev/null || true
}
