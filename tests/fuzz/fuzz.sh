#!/bin/sh
# fuzz.sh - runs one fuzzer from the examples of tests/spec and what earlier runs found.
# usage: tests/fuzz/fuzz.sh STAGE SECONDS       a crashing input stays in BUILD/crashes/STAGE/
set -eu
cd "$(dirname "$0")/../.."
stage=$1 seconds=$2 build=${BUILD:-build/fuzz}
corpus=$build/corpus/$stage crashes=$build/crashes/$stage seeds=$build/seeds/$stage
mkdir -p "$corpus" "$crashes" "$seeds"
"${PYTHON:-python3}" tests/fuzz/seeds.py "$stage" "$seeds"
echo "fuzz $stage: $seconds s from $(find "$seeds" -type f | wc -l) examples and $(find "$corpus" -type f | wc -l) inputs found before"
if ! XINPIAN_DICTS=$PWD/dicts "$build/tests/fuzz/fuzz_$stage" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=16384 \
	-artifact_prefix="$crashes/" -print_final_stats=1 "$corpus" "$seeds" 2>"$build/fuzz-$stage.log"; then
	tail -40 "$build/fuzz-$stage.log"
	echo "fuzz $stage: failed; the input is in $crashes" >&2
	exit 1
fi
sed -n 's/^stat::number_of_executed_units: */runs: /p; s/^stat::peak_rss_mb: */peak MB: /p' "$build/fuzz-$stage.log"
