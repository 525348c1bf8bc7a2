#!/bin/sh
# run.sh - the demo: crawls a small site of our own on 127.0.0.1 twice with xinpian-daily and shows what came out.
set -eu
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
work=$BUILD/demo
rm -rf "$work"
mkdir -p "$work"
day=2025-12-20
site=tests/fixtures/site

say() {
	printf '\n\033[1m%s\033[0m\n' "$*"
}

"$BUILD/tests/server/server" --port-file "$work/port" --log "$work/requests" -a 127.0.0.1 -a 127.0.0.2 "$site" &
server=$!
trap 'kill $server' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ -s "$work/port" ] && break
	sleep 0.2
done
port=$(cat "$work/port")
sed "s/{{port}}/$port/g" "$site/sources.tsv" >"$work/sources.tsv"

# once WHAT: one nightly run, and what the server saw of it.
once() {
	: >"$work/requests"
	say "$1"
	echo "\$ xinpian-daily --data $work/data --sources $work/sources.tsv --date $day -- --allow-private ..."
	status=0
	XINPIAN_DICTS=$PWD/dicts "$BUILD/bin/xinpian-daily" --data "$work/data" --sources "$work/sources.tsv" --date $day -- \
		--allow-private --contact mailto:demo@example.org --max-age 0 --delay 0.2 --now || status=$?
	echo "exit status $status"
	[ $status -eq 0 ] || echo "(one page of the site is gone, one host is busy: the crawler says so and goes on)"
	awk -F'\t' '{ n[$3]++; all++ } END { printf "the server answered %d requests:", all; for (s in n) printf " %d with %s,", n[s], s; print "" }' \
		"$work/requests" | sed 's/,$//'
}

once "First night: everything is new"
tagged=$work/data/$day/tagged.jsonl
say "What was found ($tagged)"
jq -rs --arg what table --argjson nth 0 -f tests/demo/show.jq "$tagged"
say "One article, with its names and numbers"
nth=$(jq -s 'map([.mentions[] | select(.kind == "entity")] | length) | index(max)' "$tagged")
jq -rs --arg what article --argjson nth "$nth" -f tests/demo/show.jq "$tagged"
once "Second night: nothing has changed"
say "In $work/data/$day"
(cd "$work/data/$day" && wc -c -- *)
