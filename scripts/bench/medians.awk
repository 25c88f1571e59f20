# Rows of beside-peers.sh to a table of medians: for each operation and number of calls a line a system,
# and how many times a peer's throughput Capstan's is.
function median(values,   sorted, n, i, j, held) {
    n = split(values, sorted, " ")
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && sorted[j] + 0 < sorted[j - 1] + 0; j--) {
            held = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = held
        }
    return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function spread(values,   all, n, i, least, most) {
    n = split(values, all, " ")
    least = most = all[1] + 0
    for (i = 2; i <= n; i++) {
        if (all[i] + 0 < least) least = all[i] + 0
        if (all[i] + 0 > most) most = all[i] + 0
    }
    return sprintf("%.0f to %.0f", least, most)
}

function thousands(number,   text, out) {
    text = sprintf("%.0f", number)
    out = ""
    while (length(text) > 3) {
        out = "," substr(text, length(text) - 2) out
        text = substr(text, 1, length(text) - 3)
    }
    return text out
}

function figure(values, form) {
    return values ~ /-/ ? "-" : sprintf(form, median(values))
}

BEGIN { FS = "\t" }

{
    cell = $1 " " $2
    if (!(($3) in known)) { known[$3] = 1; system_at[++systems] = $3 }
    seen[cell, $3] = 1
    throughput[cell, $3] = throughput[cell, $3] " " $4
    p50[cell, $3] = p50[cell, $3] " " $5
    p99[cell, $3] = p99[cell, $3] " " $6
    servers[cell, $3] = servers[cell, $3] " " $7
    client[cell, $3] = client[cell, $3] " " $8
    if ($9 != "0") errors[cell, $3] = errors[cell, $3] " " $9
}

END {
    print "| operation | in flight | system | ops/s | least to most | p50 ms | p99 ms | servers' CPU s/1,000 | client's | Capstan is |"
    print "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    os = split(ops, op, ",")
    cs = split(calls, call, ",")
    for (o = 1; o <= os; o++)
        for (c = cs; c >= 1; c--)
            for (s = 1; s <= systems; s++) {
                cell = op[o] " " call[c]
                who = system_at[s]
                if (!((cell, who) in seen)) continue
                here = median(throughput[cell, who])
                ours = median(throughput[cell, "capstan"])
                printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |%s\n", op[o], call[c], who, thousands(here),
                    spread(throughput[cell, who]), figure(p50[cell, who], "%.2f"), figure(p99[cell, who], "%.2f"),
                    figure(servers[cell, who], "%.3f"), figure(client[cell, who], "%.3f"),
                    who == "capstan" || here == 0 ? "" : sprintf("%.2f times", ours / here),
                    (cell, who) in errors ? " errors:" errors[cell, who] : ""
            }
}
