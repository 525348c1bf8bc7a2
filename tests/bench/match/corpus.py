#!/usr/bin/python3
"""Makes OUT/text (bodies of article records, parted by form feeds, repeated) and OUT/names-N (the shipped names, filled up with made ones).

usage: corpus.py ARTICLES.jsonl OUT MEGABYTES
"""
import json
import os
import random
import sys

NAMED = ("companies", "orgs", "chips", "systems", "models", "software", "architectures")
TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../..")


def shipped():
    for which in NAMED:
        columns = None
        with open(os.path.join(TOP, "dicts", which + ".tsv"), encoding="utf-8") as f:
            for line in f:
                fields = line.rstrip("\n").split("\t")
                if not line.strip() or line.startswith("#"):
                    continue
                if columns is None:
                    columns = fields
                    continue
                row = dict(zip(columns, fields))
                yield row["name"]
                yield from filter(None, row.get("aliases", "").split("|"))


def main(articles, out, megabytes):
    with open(articles, encoding="utf-8") as f:
        bodies = [json.loads(line).get("text") or "" for line in f]
    with open(os.path.join(out, "text"), "w", encoding="utf-8") as f:
        once = "\f".join(bodies) + "\f"
        for _ in range(max(1, int(megabytes) * 1_000_000 // max(1, len(once.encode())))):
            f.write(once)
    names = [n for n in dict.fromkeys(shipped()) if len(n) > 1]
    chars = [c for c in "".join(bodies) if "\u4e00" <= c <= "\u9fff"]
    chance = random.Random(1)
    chance.shuffle(names)
    seen = set(names)
    while len(names) < 200000:
        name = "".join(chance.choice(chars) for _ in range(chance.choice((3, 4, 4, 5, 6))))
        if name not in seen:
            seen.add(name)
            names.append(name)
    for n in (1500, 20000, 200000):
        with open(os.path.join(out, f"names-{n}"), "w", encoding="utf-8") as f:
            f.write("\n".join(names[:n]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
