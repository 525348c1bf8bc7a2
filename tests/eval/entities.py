#!/usr/bin/python3
"""Entities of articles that were annotated by hand (entities.tsv): span, type and id exact, and every error.

usage: entities.py records SHARED             prints the articles as records for xinpian-tag
       entities.py score SHARED TAGGED.jsonl  scores what it made of them
"""
import collections
import json
import os
import re
import sys

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "entities.tsv")
MAIN = ("company", "chip")


def pages():
    """The rows of every page, in the table's order."""
    found = {}
    with open(TABLE, encoding="utf-8") as f:
        lines = [line.rstrip("\n") for line in f if line.strip() and not line.startswith("#")]
    for line in lines[1:]:
        page, *row = line.split("\t")
        found.setdefault(page, [])
        if row:
            found[page].append((row + [""] * 4)[:4])
    return found


def body(shared, page):
    kind, name = page.split("/")
    path = f"polluted-dev/{name}__clean.json" if kind == "polluted" else f"pages-dev/{page}.json"
    with open(os.path.join(shared, path), encoding="utf-8") as f:
        return json.load(f)["body"]


def mark(text, rows):
    """Mentions as (start, ends, types, ids, optional): longer names first, none inside another."""
    taken, mentions = [False] * len(text), []
    for names, kind, key, which in sorted(rows, key=lambda r: -len(r[0].split("|")[0])):
        longest, *others = names.split("|")
        wanted, seen = {int(n) for n in which.split(",") if n}, 0
        for hit in re.finditer(re.escape(others[-1] if others else longest), text):
            ends = {hit.start() + len(n) for n in (longest, *others) if text.startswith(n, hit.start())}
            if any(taken[hit.start():max(ends)]):
                continue
            seen += 1
            if wanted and seen not in wanted:
                continue
            taken[hit.start():max(ends)] = [True] * (max(ends) - hit.start())
            optional = kind.startswith("?")
            mentions.append((hit.start(), ends, kind.lstrip("?").split(","), key.split(","), optional))
        if longest not in text and not any(n in text for n in others):
            sys.exit(f"entities.tsv: {names!r} is not in its article")
    return sorted(mentions, key=lambda m: m[0])


def is_free(text, got):
    """A stock's code may be tagged as its firm."""
    return re.fullmatch(r"[\d.]+[A-Z]*", text[got["start"]:got["end"]]) is not None


def compare(page, text, gold, found, tally, errors):
    left = list(found)
    for start, ends, kinds, keys, optional in gold:
        group = "company+chip" if kinds[0] in MAIN else "other"
        hits = [m for m in left if m["start"] == start and m["end"] in ends and m["type"] in kinds and m["id"] in keys]
        if optional:
            left = [m for m in left if m["end"] <= start or m["start"] >= max(ends)]
            continue
        tally[group]["gold"] += 1
        if hits:
            tally[group]["right"] += 1
            tally[group]["found"] += 1
            left.remove(hits[0])
        else:
            errors[page, "missed", text[start:max(ends)], ",".join(kinds), ",".join(keys)] += 1
    for m in left:
        if not is_free(text, m):
            tally["company+chip" if m["type"] in MAIN else "other"]["found"] += 1
            errors[page, "wrong", text[m["start"]:m["end"]], m["type"], m["id"]] += 1


def score(shared, path):
    with open(path, encoding="utf-8") as f:
        tagged = {r["id"]: r["mentions"] for r in map(json.loads, f)}
    tally, errors = collections.defaultdict(collections.Counter), collections.Counter()
    for page, rows in pages().items():
        text = body(shared, page)
        compare(page, text, mark(text, rows), tagged[page], tally, errors)
    for (page, what, *mention), n in errors.items():
        print(f"  {page}: {what} {' '.join(mention)}" + (f" ({n} times)" if n > 1 else ""))
    for group, t in sorted(tally.items()):
        precision, recall = t["right"] / max(t["found"], 1), t["right"] / max(t["gold"], 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"{group}: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}, {t['gold']} mentions in {len(pages())} articles")


def main(command, shared, *rest):
    if command == "records":
        for page in pages():
            print(json.dumps({"id": page, "title": None, "text": body(shared, page)}, ensure_ascii=False))
    else:
        score(shared, *rest)


if __name__ == "__main__":
    main(*sys.argv[1:])
