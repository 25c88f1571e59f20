# Sourced by scripts that need input: real text, as key<TAB>value.

# make_rows COUNT FILE: the lines of this repository ($root), over again under another number until there
# are enough.
make_rows() {
    local copy=0
    : >"$2"
    while [ "$(wc -l <"$2")" -lt "$1" ]; do
        copy=$((copy + 1))
        find "$root" \( -name '*.java' -o -name '*.md' -o -name '*.xml' \) -not -path '*/target/*' \
            -not -path '*/.git/*' -print0 | sort -z | xargs -0 grep -nH '' |
            sed -E "s#^$root/#$copy/#; s/^([^:]*:[0-9]+):/\1\t/" >>"$2"
    done
    head -n "$1" "$2" >"$2.cut"
    mv "$2.cut" "$2"
}
