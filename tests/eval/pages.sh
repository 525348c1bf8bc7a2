#!/bin/sh
# pages.sh - article bodies, titles and dates of real pages against gold, set by set (pages-dev; --hans off).
set -eu
gold=$SHARED/pages-dev
[ -d "$gold" ] || { echo "skipped: no $gold"; exit 0; }
out=$(mktemp) && trap 'rm -f "$out"' EXIT
for set in "$gold"/*/; do
	printf '%s: ' "$(basename "$set")"
	"$BIN/xinpian-parse" --hans off -j "$(nproc)" -o "$out" "$set" 2>/dev/null || [ $? -eq 1 ]
	"$PYTHON" "$SHARED/score/pages.py" "$set" "$out"
done
