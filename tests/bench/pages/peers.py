#!/usr/bin/env python3
"""Times one article extractor over a list of pages, one core.

usage: peers.py NAME LIST      NAME: trafilatura, justext, readability-lxml, resiliparse

The pages are read into memory first; what is timed is the processor time from bytes to article text. Prints: NAME SECONDS PAGES PEAK_MB
"""
import resource
import sys
import time


def trafilatura():
    import trafilatura
    return lambda page: trafilatura.bare_extraction(page, with_metadata=True)


def justext():
    import justext
    none = frozenset()
    return lambda page: justext.justext(page, none, length_low=20, length_high=60, stopwords_low=0, stopwords_high=0)


def readability_lxml():
    from readability import Document

    def extract(page):
        doc = Document(page)
        return doc.title(), doc.summary()
    return extract


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree
    return lambda page: extract_plain_text(HTMLTree.parse(bytes_to_str(page, detect_encoding(page))), main_content=True)


def main():
    name, listing = sys.argv[1:]
    extract = globals()[name.replace('-', '_')]()
    with open(listing, encoding='utf8') as lines:
        pages = [open(line.rstrip('\n'), 'rb').read() for line in lines]
    start = time.process_time()
    failed = 0
    for page in pages:
        try:
            extract(page)
        except Exception:  # a peer that dies on a page still spent its time on it
            failed += 1
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(name, f'{seconds:.3f}', len(pages), peak, f'failed={failed}')


main()
