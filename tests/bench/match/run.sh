#!/bin/sh
# run.sh - speed of matching: the automaton alone and with evidence, at growing dictionaries, beside other matchers on the same text.
# usage: tests/bench/match/run.sh BUILD_DIR ARTICLES.jsonl [MEGABYTES]
# The text is the articles' bodies, again and again up to MEGABYTES (200); speed is processor time of one core. Each line ends in how many times faster we are.
# Peers: aho-corasick and daachorse (Rust) where there is cargo; pyahocorasick, flashtext and spaCy (Python) where $MATCH_VENV, or else
# BUILD_DIR/bench/match-venv, is a virtual environment that has them.
set -eu
here=$(dirname "$0")
build=$1 articles=$2 size=${3:-200}
out=$build/bench/match
python=${PYTHON:-/usr/bin/python3}
mkdir -p "$out"
parts=$(find "$build/tag" -name '*.o' ! -name main.o)
# shellcheck disable=SC2046,SC2086 # words are meant
"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -DXINPIAN_DATADIR='"."' -Ilib -Itag -o "$out/match" "$here/match.c" $parts "$build/libxinpian.a" \
	$(pkg-config --libs libpcre2-8 libutf8proc zlib) -lm
"$python" "$here/corpus.py" "$articles" "$out" "$size"
venv=${MATCH_VENV:-$build/bench/match-venv}
rust=
PATH=$PATH:$HOME/.cargo/bin
if ! command -v cargo >/dev/null; then
	echo "aho-corasick, daachorse: skipped, no cargo"
else
	mkdir -p "$build/bench/match-peers"
	cp -R "$here/peers/." "$build/bench/match-peers" # cargo leaves a file beside its manifest
	if cargo build --release --quiet --manifest-path "$build/bench/match-peers/Cargo.toml"; then
		rust=$build/bench/match-peers/target/release/match-peers
	else
		echo "aho-corasick, daachorse: skipped, cargo could not build them"
	fi
fi
[ -x "$venv/bin/python" ] ||
	echo "Python's: skipped, no virtual environment at $venv (python3 -m venv it, then pip install pyahocorasick flashtext spacy)"

# Appends how many times faster the first matcher is.
ratios() {
	awk -F'\t' -v OFS='\t' '$2 !~ / MB\/s$/ { print; next }
		{ speed = $2 + 0; if (!ours) ours = speed; else $0 = $0 OFS sprintf("we are %.1f times faster", ours / speed); print }'
}

echo "shipped dictionaries:"
"$out/match" "$out/text" --repeat 3
for n in 1500 20000 200000; do
	echo "$n names:"
	{
		"$out/match" "$out/text" --names "$out/names-$n" --repeat 3
		[ -z "$rust" ] || "$rust" "$out/text" "$out/names-$n"
		[ ! -x "$venv/bin/python" ] || "$venv/bin/python" "$here/peers.py" "$out/text" "$out/names-$n"
	} | ratios
done
