#!/bin/sh
# run.sh - speed of the number scanner alone on article text and on hostile input, beside other number readers on the same text.
# usage: tests/bench/numbers/run.sh BUILD_DIR ARTICLES.jsonl
# Peers (JioNLP and cn2an from PyPI, Recognizers-Text from npm) run where they can be installed under BUILD_DIR/bench.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1 articles=$2
out=$build/bench/numbers
python=${PYTHON:-/usr/bin/python3}
mkdir -p "$out"
parts=$(find "$build/tag" -name '*.o' ! -name main.o)
# shellcheck disable=SC2046,SC2086 # words are meant
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -DXINPIAN_DATADIR='"."' -Ilib -Itag -o "$out/numbers" "$here/numbers.c" $parts "$build/libxinpian.a" \
	$(pkg-config --libs libpcre2-8 libutf8proc zlib) -lm
"$python" - "$articles" "$out" <<'END'
import json, sys
articles, out = sys.argv[1:]
with open(articles, encoding="utf-8") as f:
    texts = [json.loads(line).get("text") or "" for line in f]
text = "\n".join(texts)
open(out + "/text", "w", encoding="utf-8").write((text * 10)[:4000000])
open(out + "/sample", "w", encoding="utf-8").write(text[:40000])
hostile = {"han": "一", "ten": "十", "nine": "9", "dots": "1.", "commas": "1,", "percent": "百分之", "years": "2025年", "units": "千瓦时",
           "nested": "GB/s", "brackets": "(1)", "mixed": "3万亿", "ranges": "1至", "lists": "1、", "ones": "1 "}
for name, piece in hostile.items():
    open(out + "/hostile-" + name, "w", encoding="utf-8").write(piece * (10000000 // len(piece.encode())))
END
"$out/numbers" dicts "$out/text" 7 | tee "$out/ours" | sed 's/^/articles: /'
for file in "$out"/hostile-*; do
	printf '%s: ' "${file##*/}"
	/usr/bin/time -f '%M' -o "$out/peak" "$out/numbers" dicts "$file" 1 | tr '\n' ' '
	awk '{ printf "%d MB at the peak\n", $1 / 1024 }' "$out/peak"
done

venv=$build/bench/numbers-venv
if ! [ -x "$venv/bin/python3" ]; then
	{ python3 -m venv "$venv" && "$venv/bin/pip" -q install cn2an jionlp; } >"$out/pip.log" 2>&1 || echo "peers from PyPI: not installed (see $out/pip.log)"
fi
: >"$out/peers"
[ -x "$venv/bin/python3" ] && "$venv/bin/python3" "$here/peers.py" "$out/sample" 2>"$out/peers.log" | grep -v '^#' >>"$out/peers"
npm=$build/bench/numbers-npm
if ! [ -d "$npm/node_modules" ] && command -v npm >/dev/null; then
	mkdir -p "$npm"
	(cd "$npm" && npm init -y && npm install @microsoft/recognizers-text-suite) >"$out/npm.log" 2>&1 || echo "Recognizers-Text: not installed"
fi
if [ -d "$npm/node_modules/@microsoft" ]; then
	NODE_PATH=$npm/node_modules node "$here/peer.js" "$out/sample" >>"$out/peers" || echo "Recognizers-Text: did not run"
fi
awk 'NR == FNR { for (i = 2; i <= NF; i++) if ($i == "MB/s") ours = $(i - 1); next }
	$3 == "MB/s" && $2 > 0 { printf "%-12s %8.3f MB/s, one %.0fth of it\n", $1, $2, ours / $2; next } { print }' "$out/ours" "$out/peers"
