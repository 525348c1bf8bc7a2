#!/bin/sh
# fit.sh - fits the content model on $SHARED/pages-dev and writes dicts/content-weights.tsv; then scores the whole program by site: each page is
# read with weights that were fitted without any page of its site. Needs numpy (PYTHON=... names an interpreter that has it).
set -eu
cd "$(dirname "$0")/../.."
shared=${SHARED:-../shared} python=${PYTHON:-python3} build=${BUILD:-build}
[ -d "$shared/pages-dev" ] || { echo "fit.sh: no pages in $shared/pages-dev: nothing to fit on"; exit 0; }
make -s BUILD="$build"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2046 # names without blanks
cc -O2 -D_GNU_SOURCE -Ilib -std=c11 -o "$work/dump" tests/fit/content_dump.c $(find "$build/parse" -name "*.o" ! -name main.o) "$build/libxinpian.a" \
	$(pkg-config --libs libutf8proc zlib libdeflate libbrotlidec libzstd opencc uchardet sqlite3 libpcre2-8) -lm -lpthread
cp -r dicts "$work/dicts"
[ -e "$build/opencc.tsv" ] && cp "$build/opencc.tsv" "$work/dicts/"
"$work/dump" "$work/dicts" "$shared"/pages-dev/*/*.html >"$work/features.tsv"
mkdir "$work/folds"
"$python" tests/fit/content.py "$work/features.tsv" "$shared"/pages-dev/*/ --fold-dir "$work/folds" ${REPORT:+--report "$REPORT"} --out "$work/weights.tsv"
cp "$work/weights.tsv" dicts/content-weights.tsv
for list in "$work"/folds/*.list; do
	cp "${list%.list}.tsv" "$work/dicts/content-weights.tsv"
	"$build/bin/xinpian-parse" --hans off --explain --dicts "$work/dicts" --files-from "$list" 2>/dev/null >>"$work/unseen.jsonl"
done
[ -z "${RECORDS:-}" ] || cp "$work/unseen.jsonl" "$RECORDS"
for set in "$shared"/pages-dev/*/; do
	name=$(basename "$set")
	grep "/$name/" "$work/unseen.jsonl" >"$work/set.jsonl" || true
	printf 'whole program, by site: %-22s ' "$name"
	python3 "$shared/score/pages.py" "$set" "$work/set.jsonl" ${UNSEEN:+--pages "$UNSEEN.$name.tsv"}
done
