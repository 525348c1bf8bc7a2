#!/bin/sh
# charset.sh - decoders, labels, sniffing and detection against data/fetch/charset.jsonl.
set -eu
cases=$SHARED/data/fetch/charset.jsonl
[ -f "$cases" ] || { echo "skipped: no $cases"; exit 0; }
build=$(dirname "$BIN")
out=$(mktemp -d) && trap 'rm -rf "$out"' EXIT
# shellcheck disable=SC2046 # pkg-config gives words
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O1 -Ilib -Iparse -o "$out/charset" tests/eval/charset.c "$build"/parse/charset*.o \
	"$build"/parse/doc.o "$build"/parse/text_look.o "$build"/parse/fold.o "$build"/parse/memo.o "$build/libxinpian.a" $(pkg-config --libs uchardet libutf8proc)
"$PYTHON" tests/eval/charset.py "$out/charset" dicts "$cases"
