#!/usr/bin/env bash
# Packs the build into target/capstan-VERSION.tar.gz, building first if it must: the launcher, the jars,
# what systemd and a container builder need, the documentation. Whoever unpacks it needs a Java 25 and
# nothing else. The same build gives the same file, byte for byte (with GNU tar). Prints its path.
#   scripts/package.sh [FOLDER]    another folder than target/
set -eu

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
into=${1:-$root/target}
. "$root/scripts/jdk25.sh"
. "$root/scripts/build.sh"

CAPSTAN_STARTUP_CACHE=off "$root/capstan" --version >&2
build=$(current_build)

version=$(ls "$build"/lib/capstan-cli-*.jar)
version=${version##*/capstan-cli-}
version=${version%.jar}
name=capstan-$version

work=$(mktemp -d "${TMPDIR:-/tmp}/capstan-package.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/$name/scripts" "$into"
cp -R "$build/lib" "$work/$name/lib"
cp "$build/commit" "$work/$name/commit"
cp "$root/scripts/jdk25.sh" "$root/scripts/startup.sh" "$work/$name/scripts/"
cp -R "$root/capstan" "$root/deploy" "$root/docs" "$root/README.md" "$root/CHANGELOG.md" "$root/LICENSE" "$work/$name/"
chmod -R u=rwX,go=rX "$work/$name"

same_each_time=()
if tar --version 2>/dev/null | grep -q 'GNU tar'; then
    same_each_time=(--sort=name --owner=0 --group=0 --numeric-owner --mtime="$build/stamp")
fi
tar -C "$work" ${same_each_time[@]+"${same_each_time[@]}"} -cf "$work/$name.tar" "$name"
gzip -n "$work/$name.tar"
# Under its name it is whole.
mv "$work/$name.tar.gz" "$into/.$name.tar.gz.new"
mv "$into/.$name.tar.gz.new" "$into/$name.tar.gz"
printf '%s\n' "$into/$name.tar.gz"
