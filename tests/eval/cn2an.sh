#!/bin/sh
# cn2an.sh - the numerals that cn2an (PyPI) reads and writes, read by xinpian-tag: where a virtual environment has cn2an.
set -eu
venv=$BIN/../bench/numbers-venv
[ -x "$venv/bin/python3" ] || { echo "skipped: no $venv with cn2an (make bench makes one)"; exit 0; }
"$venv/bin/python3" tests/eval/cn2an_diff.py --tag "$BIN/xinpian-tag" --dicts dicts
