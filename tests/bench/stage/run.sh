#!/bin/sh
# run.sh - speed of the whole tag stage, records in and records out, on 200 MB of article text: processor time of one core.
# usage: tests/bench/stage/run.sh BUILD_DIR ARTICLES.jsonl [MB]
set -eu
here=$(dirname "$0")
build=$1 articles=$2
out=$build/bench/stage
mkdir -p "$out"
trap 'rm -f "$out/records.jsonl"' EXIT
"${PYTHON:-/usr/bin/python3}" "$here/corpus.py" "$articles" "${3:-200}" "$out/records.jsonl" >"$out/size"
read -r text records <"$out/size"
json=$(wc -c <"$out/records.jsonl")
: >"$out/times"
for _ in 1 2 3; do
	/usr/bin/time -f '%U %S %M' -a -o "$out/times" taskset -c 0 "$build/bin/xinpian-tag" -q -o /dev/null "$out/records.jsonl"
done
awk -v t="$text" -v j="$json" -v n="$records" '
	NF == 3 { s = $1 + $2; if (!best || s < best) best = s; if ($3 > k) k = $3 }
	END { printf "%-16s %8.1f MB/s of text, %.1f of JSON, %.0f records/s; %.2f s for %.0f MB; %d MB at the peak\n",
		"tag, whole stage", t / best / 1e6, j / best / 1e6, n / best, best, t / 1e6, k / 1024 }' "$out/times"
