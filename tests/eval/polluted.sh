#!/bin/sh
# polluted.sh - leaks, damage and classes of removed blocks on polluted pages against gold (polluted-dev).
set -eu
gold=$SHARED/polluted-dev
[ -d "$gold" ] || { echo "skipped: no $gold"; exit 0; }
out=$(mktemp -d) && trap 'rm -rf "$out"' EXIT
for form in html txt; do
	echo "-- the pages as $form"
	find "$gold" -name "*.$form" | LC_ALL=C sort >"$out/list"
	"$BIN/xinpian-parse" --explain -j "$(nproc)" -o "$out/records.jsonl" --files-from "$out/list" 2>/dev/null || [ $? -eq 1 ]
	"$PYTHON" "$SHARED/score/score_parse.py" "$gold" "$out/records.jsonl"
done
