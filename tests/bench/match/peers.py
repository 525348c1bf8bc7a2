#!/usr/bin/env python3
"""pyahocorasick and flashtext on the text and names of corpus.py; those not installed are named and left out.

usage: peers.py TEXT NAMES
"""
import sys
import time


def timed(name, size, work):
    best, hits = 1e9, 0
    for _ in range(3):
        start = time.perf_counter()
        hits = work()
        best = min(best, time.perf_counter() - start)
    print(f"{name}\t{size / best / 1e6:.1f} MB/s\t{hits} hits")


def main(text_path, names_path):
    with open(text_path, encoding="utf-8") as f:
        text = f.read()
    with open(names_path, encoding="utf-8") as f:
        names = f.read().split("\n")[:-1]
    size = len(text.encode())
    try:
        import ahocorasick
        machine = ahocorasick.Automaton()
        for name in names:
            machine.add_word(name.lower(), name)
        machine.make_automaton()
        low = text.lower()
        timed("pyahocorasick", size, lambda: sum(1 for _ in machine.iter(low)))
    except ImportError:
        print("pyahocorasick: skipped, not installed")
    try:
        from flashtext import KeywordProcessor
        processor = KeywordProcessor()
        for name in names:
            processor.add_keyword(name)
        timed("flashtext", size, lambda: len(processor.extract_keywords(text)))
    except ImportError:
        print("flashtext: skipped, not installed")


if __name__ == "__main__":
    main(*sys.argv[1:])
