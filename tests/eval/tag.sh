#!/bin/sh
# tag.sh - entities and numbers against gold: the seeds' articles, and every data/numbers/*.jsonl with its texts.
set -eu
[ -d "$SHARED/gold" ] || { echo "skipped: no $SHARED/gold"; exit 0; }
out=$(mktemp -d) && trap 'rm -rf "$out"' EXIT
score() {
	"$BIN/xinpian-tag" -j "$(nproc)" -o "$out/tagged.jsonl" "$out/in.jsonl" || [ $? -eq 1 ]
	"$PYTHON" "$SHARED/score/score_tag.py" --gold "$@" --pred "$out/tagged.jsonl"
}
for text in "$SHARED"/seeds/*.txt; do
	number=$(basename "$text" | cut -d_ -f1)
	[ -f "$SHARED/gold/$number.json" ] || continue
	"$BIN/xinpian-parse" "$text" | jq -c --arg id "$number" '.id = "\($id).\(.input.part)"' >>"$out/in.jsonl"
done
echo "-- seeds"
score "$SHARED"/gold/*.json
