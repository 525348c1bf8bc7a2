#!/bin/sh
# run.sh - speed of matching: the automaton alone and with evidence, at growing dictionaries, beside Python's matchers.
# usage: tests/bench/match/run.sh BUILD_DIR ARTICLES.jsonl
# Peers (pyahocorasick, flashtext, from PyPI) run where $MATCH_VENV, or else BUILD_DIR/bench/match-venv, is a virtual environment that has them.
set -eu
here=$(dirname "$0")
build=$1 articles=$2
out=$build/bench/match
python=${PYTHON:-/usr/bin/python3}
mkdir -p "$out"
parts=$(find "$build/tag" -name '*.o' ! -name main.o)
# shellcheck disable=SC2046,SC2086 # words are meant
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -DXINPIAN_DATADIR='"."' -Ilib -Itag -o "$out/match" "$here/match.c" $parts "$build/libxinpian.a" \
	$(pkg-config --libs libpcre2-8 libutf8proc zlib) -lm
"$python" "$here/corpus.py" "$articles" "$out"
echo "shipped dictionaries:"
"$out/match" "$out/text" --repeat 7
for n in 1500 20000 200000; do
	echo "$n names:"
	"$out/match" "$out/text" --names "$out/names-$n" --repeat 7
done
venv=${MATCH_VENV:-$build/bench/match-venv}
if [ -x "$venv/bin/python" ]; then
	"$venv/bin/python" "$here/peers.py" "$out/text" "$out/names-20000"
else
	echo "peers: skipped, no virtual environment at $venv (python3 -m venv it, then pip install pyahocorasick flashtext)"
fi
