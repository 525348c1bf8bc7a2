#!/usr/bin/python3
"""Writes article records again and again to OUT until their texts make MB million bytes; says how many bytes and records.

usage: corpus.py ARTICLES.jsonl MB OUT
"""
import json
import sys


def main(articles, megabytes, out):
    with open(articles, encoding="utf-8") as f:
        records = [(line, len((json.loads(line).get("text") or "").encode())) for line in f]
    records = [r for r in records if r[1]]
    size = count = 0
    with open(out, "w", encoding="utf-8") as f:
        while records and size < int(megabytes) * 1000000:
            line, length = records[count % len(records)]
            f.write(line)
            size += length
            count += 1
    print(size, count)


if __name__ == "__main__":
    main(*sys.argv[1:])
