#!/usr/bin/env python3
"""Writes dicts/charset-index.tsv from the index files of the WHATWG Encoding standard.

usage: gen-charset-index.py DIR >dicts/charset-index.tsv

DIR holds index-big5.txt, index-gb18030.txt, index-gb18030-ranges.txt ... (lines of "pointer TAB 0xCODEPOINT").
A row is a run of characters at consecutive pointers: index, first pointer, the characters. Characters that would break a
row (controls) are left out: the decoder maps a single-byte pointer below 32 to the C1 control of the same number itself.
"""
import glob
import os
import sys

RUN = 96


def runs(table):
    row, first, last = [], None, None
    for pointer, cp in table:
        if row and (pointer != last + 1 or len(row) == RUN):
            yield first, ''.join(row)
            row = []
        if not row:
            first = pointer
        row.append(chr(cp))
        last = pointer
    if row:
        yield first, ''.join(row)


def main():
    print('# Indexes of the WHATWG Encoding standard: runs of characters at consecutive pointers.')
    print('# Made by parse/gen-charset-index.py; gb18030 as of GB 18030-2022.')
    print('index\tfirst\tcharacters')
    for path in sorted(glob.glob(os.path.join(sys.argv[1], 'index-*.txt'))):
        name = os.path.basename(path)[6:-4]
        table = []
        for line in open(path, encoding='ascii'):
            if line.strip() and not line.startswith('#'):
                pointer, cp = line.split()[:2]
                table.append((int(pointer), int(cp, 16)))
        ranges = name.endswith('-ranges')
        if not ranges:
            table = [(p, c) for p, c in table if not 0x80 <= c < 0xA0]
        if ranges:
            for pointer, cp in sorted(table):
                print(f'{name}\t{pointer}\t{cp:X}')
        else:
            for first, text in runs(sorted(table)):
                print(f'{name}\t{first}\t{text}')


main()
