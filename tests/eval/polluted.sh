#!/bin/sh
# polluted.sh - leaks, damage and classes of removed blocks on polluted pages against gold (polluted-dev).
set -eu
gold=$SHARED/polluted-dev
[ -d "$gold" ] || { echo "skipped: no $gold"; exit 0; }
out=$(mktemp) && trap 'rm -f "$out"' EXIT
"$BIN/xinpian-parse" --explain -j "$(nproc)" -o "$out" "$gold" 2>/dev/null || [ $? -eq 1 ]
"$PYTHON" "$SHARED/score/score_parse.py" "$gold" "$out"
