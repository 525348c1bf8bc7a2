#!/bin/sh
# numbers.sh - numbers against converted public suites (data/numbers).
set -eu
[ -d "$SHARED/data/numbers" ] || { echo "skipped: no $SHARED/data/numbers"; exit 0; }
"$PYTHON" tests/eval/number_suites.py --suites "$SHARED/data/numbers" --tag "$BIN/xinpian-tag" --dicts dicts
