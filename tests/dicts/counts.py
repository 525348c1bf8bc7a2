#!/usr/bin/python3
"""Prints the counts of names that stand in dicts/README.md, from the tables.

usage: counts.py [DIR]

`tests/dicts/run` compares them: a count in the README may lag behind its table by a tenth, and never be ahead of it, so that adding a
row stays adding a row.
"""
import os
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
KIND = {"companies": "category", "orgs": "kind", "chips": "kind", "patterns": "type", "senses": "type"}
TABLES = ("companies", "orgs", "chips", "systems", "models", "software", "architectures", "patterns", "senses")


def rows(folder, which):
    columns = None
    with open(os.path.join(folder, which + ".tsv"), encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            fields = line.split("\t")
            if columns is None:
                columns = fields
            else:
                yield dict(zip(columns, fields))


def counts(folder):
    """(table, kind or "", rows, names) in the order of the README."""
    for which in TABLES:
        total, spelled, by_kind = 0, 0, {}
        for row in rows(folder, which):
            total += 1
            spelled += 1 + len([a for a in row.get("aliases", "").split("|") if a])
            kind = row.get(KIND.get(which, ""), "")
            if kind:
                by_kind[kind] = by_kind.get(kind, 0) + 1
        yield which, "", total, spelled if which not in ("patterns", "senses") else 0
        for kind in sorted(by_kind, key=lambda k: (-by_kind[k], k)):
            yield which, kind, by_kind[kind], 0


def main(folder):
    print("| table | rows | names | of which |\n| --- | --- | --- | --- |")
    lines = {}
    for which, kind, n, spelled in counts(folder):
        if kind:
            lines[which][2].append(f"{kind} {n}")
        else:
            lines[which] = [n, spelled, []]
    for which, (n, spelled, kinds) in lines.items():
        print(f"| `{which}` | {n} | {spelled or ''} | {', '.join(kinds)} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(TOP, "dicts"))
