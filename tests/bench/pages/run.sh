#!/bin/sh
# run.sh - pages a second of xinpian-parse beside article extractors from PyPI and npm: same pages, one core, one run.
# usage: tests/bench/pages/run.sh BUILD_DIR PAGES_DIR
# The peers are installed once under BUILD_DIR/bench; one that cannot be installed is left out with a line that says so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1 pages=$2
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
# Processor time, two rounds each, the faster one counts: other work on the machine only ever slows a round down.
for _ in 1 2; do
	/usr/bin/time -f '%U %S %M' -o "$tools/time" taskset -c 0 "$build/bin/xinpian-parse" --hans off -j 1 --files-from "$list" \
		-o "$tools/records.jsonl" 2>"$tools/ours.log" || true
	read -r user system kilobytes <<-EOF
		$(tail -n 1 "$tools/time")
	EOF
	seconds=$(echo "$user $system" | awk '{ print $1 + $2 }')
	echo "xinpian-parse $seconds $(wc -l <"$list") $((kilobytes / 1024))" >>"$results"
	for peer in resiliparse justext readability-lxml trafilatura; do
		taskset -c 0 "$tools/venv/bin/python3" "$here/peers.py" "$peer" "$list" 2>/dev/null >>"$results" ||
			echo "$peer: did not run"
	done
	if [ -d "$tools/npm/node_modules" ]; then
		NODE_PATH=$tools/npm/node_modules taskset -c 0 node "$here/peer.js" "$list" 2>/dev/null >>"$results" ||
			echo "readability.js: did not run"
	fi
done
awk '
{ rate = $2 > 0 ? $3 / $2 : 0; if (rate > best[$1]) { best[$1] = rate; peak[$1] = $4 } if (!($1 in at)) { at[$1] = ++n; name[n] = $1 } }
END {
	printf "%-18s %9s %9s %8s\n", "", "pages/s", "ours x", "peak MB"
	for (i = 1; i <= n; i++)
		printf "%-18s %9.1f %9.1f %8d\n", name[i], best[name[i]], best[name[1]] / best[name[i]], peak[name[i]]
}' "$results"
