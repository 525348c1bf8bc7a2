#!/usr/bin/env python3
"""pyahocorasick, flashtext and spaCy's EntityRuler on the text and names of corpus.py; those not installed are named and left out.

usage: peers.py TEXT NAMES

Each reads the head of the text that it does in a few seconds; speed is processor time of one core.
"""
import sys
import time


def head(text, size):
    """Whole articles, about `size` bytes."""
    end = text.find("\f", size // 3)
    return text[:end if end > 0 else len(text)]


def timed(name, text, work, built):
    best, hits = 1e9, 0
    for _ in range(2):
        start = time.process_time()
        hits = work()
        best = min(best, time.process_time() - start)
    size = len(text.encode())
    print(f"{name}\t{size / best / 1e6:.2f} MB/s\t{hits} hits in {size / 1e6:.1f} MB\tbuilt in {built:.2f} s", flush=True)


def run_ahocorasick(text, names):
    import ahocorasick
    start = time.process_time()
    machine = ahocorasick.Automaton()
    for name in names:
        machine.add_word(name.lower(), name)
    machine.make_automaton()
    built, text = time.process_time() - start, head(text.lower(), 8_000_000)
    timed("pyahocorasick", text, lambda: sum(1 for _ in machine.iter_long(text)), built)


def run_flashtext(text, names):
    from flashtext import KeywordProcessor
    start = time.process_time()
    processor = KeywordProcessor()
    for name in names:
        processor.add_keyword(name)
    built, text = time.process_time() - start, head(text, 4_000_000)
    timed("flashtext", text, lambda: len(processor.extract_keywords(text)), built)


def run_spacy(text, names):
    import spacy
    start = time.process_time()
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": name} for name in names])
    built, text = time.process_time() - start, head(text, 300_000)
    articles = text.split("\f")
    timed("spaCy EntityRuler", text, lambda: sum(len(doc.ents) for doc in nlp.pipe(articles)), built)


def main(text_path, names_path):
    with open(text_path, encoding="utf-8") as f:
        text = f.read(12_000_000)
    with open(names_path, encoding="utf-8") as f:
        names = f.read().split("\n")[:-1]
    for name, run in (("pyahocorasick", run_ahocorasick), ("flashtext", run_flashtext), ("spacy", run_spacy)):
        try:
            run(text, names)
        except ImportError:
            print(f"{name}: skipped, not installed")


if __name__ == "__main__":
    main(*sys.argv[1:])
