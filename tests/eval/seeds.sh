#!/bin/sh
# seeds.sh - the seed texts through parse and tag: records a text, and those with gold against it.
set -eu
seeds=$SHARED/seeds
[ -d "$seeds" ] || { echo "skipped: no $seeds"; exit 0; }
out=$(mktemp -d) && trap 'rm -rf "$out"' EXIT
for text in "$seeds"/*.txt; do
	name=$(basename "$text" .txt)
	"$BIN/xinpian-parse" --explain -o "$out/articles.jsonl" "$text" || [ $? -eq 1 ]
	"$BIN/xinpian-tag" -o "$out/$name.jsonl" "$out/articles.jsonl" || [ $? -eq 1 ]
	jq -r --arg name "$name" '"\($name): \(.title) | \(.author) | \(.publisher) | \(.published) | \(.text | length) characters, \(.entities | length) entities, \([.mentions[] | select(.kind == "number")] | length) numbers"' "$out/$name.jsonl"
	gold=$SHARED/gold/${name%%_*}.json
	[ ! -f "$gold" ] || "$PYTHON" "$SHARED/score/seeds.py" "$gold" "$out/$name.jsonl" || :
done
