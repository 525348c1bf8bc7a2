#!/usr/bin/env python3
"""Scores the charset module on a suite of decoding, label, sniffing and detection cases.

usage: charset.py PROGRAM DICTS CASES.jsonl      PROGRAM: what tests/eval/charset.c makes

What the suite's conventions differ in is mapped here: a suite that names a default where nothing is said ("windows-1252"), "ascii"
where every answer does, "GB2312" and "GBK" for one decoder, "UTF-16" for either order.
"""
import base64
import collections
import json
import subprocess
import sys


def same(row, said):
    want = (row['expect'] or 'none').lower()
    if row['op'] == 'decode':
        return bytes.fromhex(said) == (row['expect'] or '').encode('utf8', 'surrogatepass')
    said = said.lower()
    if row['op'] == 'sniff' and want == 'windows-1252':
        return said in ('none', want)
    if row['op'] == 'detect':
        if want == 'ascii':
            return said in ('utf-8', 'windows-1252')
        want = {'gb2312': 'gbk', 'gb18030': 'gbk'}.get(want, want)
        said = 'gbk' if said == 'gb18030' else said
        if want == 'utf-16':
            return said.startswith('utf-16')
    return said.replace('_', '-') == want.replace('_', '-')


def main():
    program, dicts, cases = sys.argv[1:]
    rows = [json.loads(line) for line in open(cases, encoding='utf8')]
    rows = [row for row in rows if row['op'] != 'encode']  # we read pages, we write UTF-8 only
    asked = ''.join(f"{row['op']} {row['label'] or '-'} {base64.b64decode(row['in_b64']).hex()}\n" for row in rows)
    said = subprocess.run([program, dicts], input=asked, capture_output=True, text=True, check=True).stdout.split('\n')
    right, total = collections.Counter(), collections.Counter()
    for row, answer in zip(rows, said):
        key = f"{row['suite']} {row['op']}"
        total[key] += 1
        right[key] += same(row, answer)
        if not same(row, answer):
            shown = bytes.fromhex(answer).decode('utf8', 'replace')[:30] if row['op'] == 'decode' else answer
            print(f"  {row['id']}: want {(row['expect'] or 'none')[:30]!r}, got {shown!r}")
    for key in sorted(total):
        print(f'{key}: {right[key]} of {total[key]}')


main()
