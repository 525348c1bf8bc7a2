#!/bin/sh
# entities.sh - names of firms, chips and the like in articles annotated by hand (entities.tsv); every error is shown.
set -eu
[ -d "$SHARED/pages-dev" ] || { echo "skipped: no $SHARED/pages-dev"; exit 0; }
out=$(mktemp -d) && trap 'rm -rf "$out"' EXIT
here=$(dirname "$0")
"$PYTHON" "$here/entities.py" records "$SHARED" >"$out/in.jsonl"
"$BIN/xinpian-tag" --types=entity -o "$out/tagged.jsonl" "$out/in.jsonl"
"$PYTHON" "$here/entities.py" score "$SHARED" "$out/tagged.jsonl"
