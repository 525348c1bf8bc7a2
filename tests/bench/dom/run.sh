#!/bin/sh
# run.sh - how fast HTML becomes a tree: parse/dom beside libxml2. usage: tests/bench/dom/run.sh BUILD_DIR PAGES_DIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -d "$2" ] || { echo "bench dom: skipped, no pages in $2"; exit 0; }
mkdir -p "$1/bench"
find "$2" -name '*.html' | LC_ALL=C sort >"$1/bench/dom.list"
objects=$(find "$1/parse" -name '*.o' ! -name main.o)
# shellcheck disable=SC2046,SC2086 # flags and objects are words
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -Ilib -Iparse $(pkg-config --cflags libxml-2.0) -o "$1/bench/dom" "$here/dom.c" $objects \
	"$1/libxinpian.a" $(pkg-config --libs libxml-2.0 uchardet sqlite3 libpcre2-8 libutf8proc zlib libdeflate libbrotlidec libzstd) -lm -pthread
taskset -c 0 "$1/bench/dom" "$1/bench/dom.list"
