#!/bin/sh
# run.sh - the converter to Simplified beside libopencc, over HANS_MB (50) megabytes for each of t2s, tw2sp and hk2s: the same bytes, and how fast.
# usage: tests/bench/hans/run.sh BUILD_DIR [PAGES_DIR]        the pages' articles, Traditional ones among them, are part of the text
set -eu
here=$(cd "$(dirname "$0")" && pwd)
pkg-config --exists opencc || { echo "bench hans: skipped, no libopencc"; exit 0; }
out=$1/bench
mkdir -p "$out"
objects=$(find "$1/parse" -name '*.o' ! -name main.o)
# shellcheck disable=SC2046,SC2086 # flags and objects are words
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -Ilib -Iparse -o "$out/hans" "$here/hans.c" $objects "$1/libxinpian.a" \
	$(pkg-config --cflags --libs opencc uchardet sqlite3 libpcre2-8 libutf8proc zlib libdeflate libbrotlidec libzstd) -lm -pthread
set -- "$1" "${2:-}" "$out/hans.txt"
if [ -d "$2" ]; then
	"$1/bin/xinpian-parse" --hans off --format text -o "$3" "$2" 2>/dev/null || true
fi
[ -s "$3" ] || set -- "$1" "$2"
taskset -c 0 "$out/hans" "$1" dicts "${HANS_MB:-50}" ${3:+"$3"}
