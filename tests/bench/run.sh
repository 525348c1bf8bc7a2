#!/bin/sh
# run.sh - speed of parse and tag on one core, in processor time, then each tests/bench/*/run.sh beside other tools.
# usage: tests/bench/run.sh        with BUILD, SHARED, PYTHON set by `make bench`
set -eu
cd "$(dirname "$0")/../.."
: "${BUILD:=build}" "${SHARED:=../shared}"
bin=$BUILD/bin
out=$BUILD/bench
mkdir -p "$out"

# timed NAME BYTES ITEMS WHAT COMMAND...: the faster of three rounds.
timed() {
	name=$1 bytes=$2 items=$3 what=$4
	shift 4
	: >"$out/times"
	for _ in 1 2 3; do
		/usr/bin/time -f '%U %S %M' -a -o "$out/times" taskset -c 0 "$@" 2>/dev/null || [ $? -eq 1 ]
	done
	awk -v n="$name" -v b="$bytes" -v i="$items" -v w="$what" '
		NF == 3 { s = $1 + $2; if (s < 0.01) s = 0.01; if (!best || s < best) best = s; if ($3 > k) k = $3 }
		END { printf "%-16s %8.1f MB/s %9.0f %s/s  %5.2f s  %4d MB at the peak\n", n, b / best / 1e6, i / best, w, best, k / 1024 }' \
		"$out/times"
}

: >"$out/empty"
timed "parse, start" 0 1 run "$bin/xinpian-parse" "$out/empty"
timed "tag, start" 0 1 run "$bin/xinpian-tag" "$out/empty"

if [ -d "$SHARED/pages-dev" ]; then
	pages=$SHARED/pages-dev
else
	pages=tests/fixtures/site
	echo "bench: no $SHARED/pages-dev; on the sample pages of the tests"
fi
find "$pages" -name '*.html' >"$out/list"
# Every page several times, so that start-up does not count.
for _ in 1 2 3 4 5; do cat "$out/list"; done >"$out/list5"
bytes=$(($(tr '\n' '\0' <"$out/list" | du -cb --files0-from=- | tail -n 1 | cut -f1) * 5))
timed parse "$bytes" "$(wc -l <"$out/list5")" pages "$bin/xinpian-parse" -o "$out/articles.jsonl" --files-from "$out/list5"
timed tag "$(wc -c <"$out/articles.jsonl")" "$(wc -l <"$out/articles.jsonl")" records "$bin/xinpian-tag" -o "$out/tagged.jsonl" "$out/articles.jsonl"

tests/bench/stage/run.sh "$BUILD" "$out/articles.jsonl"

if [ "${PEERS:-yes}" = yes ] && [ -d "$SHARED/pages-dev" ]; then
	tests/bench/pages/run.sh "$BUILD" "$SHARED/pages-dev"
	tests/bench/hans/run.sh "$BUILD" "$SHARED/pages-dev"
	tests/bench/dom/run.sh "$BUILD" "$SHARED/pages-dev"
	tests/bench/json/run.sh "$BUILD" "$out/articles.jsonl"
	tests/bench/match/run.sh "$BUILD" "$out/articles.jsonl"
	tests/bench/numbers/run.sh "$BUILD" "$out/articles.jsonl"
fi
