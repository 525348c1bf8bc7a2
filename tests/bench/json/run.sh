#!/bin/sh
# run.sh - lib/json beside Debian's JSON libraries (libcjson-dev libjson-c-dev libjansson-dev; those not installed are left out).
# usage: tests/bench/json/run.sh BUILD_DIR FILE.jsonl
set -eu
here=$(dirname "$0")
out=$1/bench-json
mkdir -p "$out"
cc=${CC:-gcc}
# shellcheck disable=SC2046 # pkg-config gives words
"$cc" -std=c11 -D_GNU_SOURCE -O2 -Ilib -o "$out/ours" "$here/ours.c" "$1/libxinpian.a" $(pkg-config --libs libutf8proc)
for peer in cjson:libcjson json-c:json-c jansson:jansson; do
	name=${peer%%:*} package=${peer#*:}
	if pkg-config --exists "$package"; then
		# shellcheck disable=SC2046 # the same
		"$cc" -std=c11 -D_GNU_SOURCE -O2 $(pkg-config --cflags "$package") -o "$out/$name" "$here/$name.c" $(pkg-config --libs "$package")
	else
		echo "$name: skipped, $package is not installed"
	fi
done
for program in "$out"/*; do
	"$program" "$2"
done
