#!/usr/bin/python3
"""Runs the sentences of tests/spec/*.md: fenced blocks whose info string is `entities`.

usage: run_entities.py [NAME...]     NAME: a file, or FILE:LINE

Each line of a block is an article of its own, marked up as it should come out: [surface](id) is a mention of a firm, [surface](type:id)
of something else; what is not marked is no mention. `\\n` stands for a line end, and `TITLE || ` before the text is the article's title.
"""
import re
import sys

import marked

MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def unmark(line):
    """The text, and its mentions as (start, surface, type, id)."""
    text, wanted, at = "", [], 0
    for m in MARK.finditer(line):
        text += line[at:m.start()].replace("\\n", "\n")
        kind, _, key = m[2].rpartition(":")
        wanted.append((len(text), m[1], kind or "company", key))
        text += m[1]
        at = m.end()
    return text + line[at:].replace("\\n", "\n"), wanted


def main(wanted):
    records, expected = [], []
    for name, _, line in marked.named(marked.sentences("entities"), wanted):
        title, bar, body = line.partition(" || ")
        text, mentions = unmark(body if bar else line)
        records.append({"id": name, "title": title if bar else None, "text": text})
        expected.append(mentions)
    failed = False
    for record, want in zip(marked.tag(records, "--types=entity"), expected):
        got = [(m["start"], m["text"], m["type"], m["id"]) for m in record["mentions"]]
        failed |= marked.verdict(record, want, got, lambda m: f"{m[1]} {m[2]}:{m[3]}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
