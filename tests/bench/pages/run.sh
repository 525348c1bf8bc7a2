#!/bin/sh
# run.sh - pages a second of xinpian-parse beside article extractors from PyPI and npm: same pages, one core, one run.
# usage: tests/bench/pages/run.sh BUILD_DIR PAGES_DIR [PEER...]
# The peers are installed once under BUILD_DIR/bench; one that cannot be installed is left out with a line that says so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1 pages=$2
shift 2
peers=${*:-resiliparse justext readability-lxml trafilatura readability.js}
tools=$build/bench
list=$tools/pages.list
if ! [ -d "$pages" ]; then
	echo "bench pages: skipped, no pages in $pages"
	exit 0
fi
mkdir -p "$tools"
find "$pages" -name '*.html' | LC_ALL=C sort >"$list"

if ! [ -x "$tools/venv/bin/python3" ]; then
	python3 -m venv "$tools/venv" && "$tools/venv/bin/pip" -q install -U pip
	"$tools/venv/bin/pip" -q install trafilatura jusText readability-lxml resiliparse ||
		echo "bench pages: the Python peers could not be installed"
fi
if ! [ -d "$tools/npm/node_modules" ] && command -v npm >/dev/null; then
	mkdir -p "$tools/npm"
	(cd "$tools/npm" && npm init -y >/dev/null 2>&1 && npm install --silent @mozilla/readability jsdom >/dev/null 2>&1) ||
		echo "bench pages: Readability.js could not be installed"
fi

results=$tools/pages.results
: >"$results"
# Processor time, ROUNDS (3) rounds each, the fastest one counts: other work on the machine only ever slows a round down.
# Ours is measured whole, with its start, and, as the peers are, without it: what the pages take once more, and again, and again.
cat "$list" "$list" "$list" "$list" >"$list.4"
ours() {
	"${PYTHON:-/usr/bin/python3}" "$here/ours.py" "$1" "$(wc -l <"$2")" taskset -c 0 "$build/bin/xinpian-parse" --hans off -j 1 \
		--files-from "$2" -o "$tools/records.jsonl" 2>"$tools/ours.log" >>"$results"
}
for _ in $(seq "${ROUNDS:-3}"); do
	ours xinpian-parse "$list"
	ours started "$list.4"
	for peer in $peers; do
		case $peer in
		readability.js) NODE_PATH=$tools/npm/node_modules taskset -c 0 node --max-old-space-size=14000 "$here/peer.js" "$list" ;;
		*) taskset -c 0 "$tools/venv/bin/python3" "$here/peers.py" "$peer" "$list" ;;
		esac 2>/dev/null >>"$results" || echo "$peer: did not run"
	done
done
awk '
$2 > 0 { if (!($1 in best) || $2 < best[$1]) best[$1] = $2; pages[$1] = $3; peak[$1] = $4; if (!($1 in at)) { at[$1] = ++n; name[n] = $1 } }
END {
	whole = pages["xinpian-parse"] / best["xinpian-parse"]
	started = (pages["started"] - pages["xinpian-parse"]) / (best["started"] - best["xinpian-parse"])
	printf "%-18s %9s %9s %16s %8s\n", "", "pages/s", "ours x", "started, ours x", "peak MB"
	for (i = 1; i <= n; i++) {
		rate = name[i] == "started" ? started : pages[name[i]] / best[name[i]]
		printf "%-18s %9.1f %9.1f %16.1f %8d\n", name[i], rate, whole / rate, started / rate, peak[name[i]]
	}
}' "$results"
