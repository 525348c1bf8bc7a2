#!/bin/sh
# fetch.sh - public suites of URLs, robots.txt and feeds on the crawler's own functions.
set -eu
out=$(mktemp -d) && trap 'rm -rf "$out"' EXIT
build=$(dirname "$BIN")
[ -d "$SHARED/data/fetch" ] || { echo "skipped: no $SHARED/data/fetch"; exit 0; }
# shellcheck disable=SC2046 # pkg-config gives words
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O1 -g -Ilib -Ifetch -o "$out/suites" tests/eval/fetch_suites.c \
	$(find "$build/fetch" -name '*.o' ! -name main.o) "$build/libxinpian.a" \
	$(pkg-config --libs libcurl libidn2 libxml-2.0 sqlite3 libpcre2-8 libutf8proc zlib libdeflate libbrotlidec libzstd) -lm
for kind in robots urls feeds; do
	cases=$SHARED/data/fetch/$kind.jsonl
	if [ -f "$cases" ]; then
		"$out/suites" "$kind" "$cases" "$@" || :
	else
		echo "skipped: no $cases"
	fi
done
