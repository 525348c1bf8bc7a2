#!/usr/bin/env python3
"""Writes entities.c: the named character references of the HTML standard (13.5), from Python's html.entities.

usage: gen-entities.py > entities.c"""
import html.entities

names = sorted((name, ' ' if value in '\t\n' else value) for name, value in html.entities.html5.items())
print('/* Made by gen-entities.py from the table of the HTML standard (13.5). Do not edit. */')
print('#include "entities.h"\n')
print('/* NAME TAB UTF-8 LF, in byte order of NAME; a name without `;` may stand without it. */')
print('const char entities_text[] =')


def escape(text):
    out = ''
    for byte in text.encode():
        out += chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else '\\%03o' % byte
    return out.replace('\\011', '\\t').replace('\\012', '\\n')


line = ''
for name, value in names:
    item = escape('%s\t%s\n' % (name, value))
    if len(line) + len(item) > 108:
        print('\t"%s"' % line)
        line = ''
    line += item
print('\t"%s";' % line)
print('const size_t entities_size = sizeof entities_text - 1;')
