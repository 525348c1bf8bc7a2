#!/usr/bin/python3
"""Runs the sentences of tests/spec/*.md: fenced blocks whose info string is `entities`.

usage: run_entities.py [NAME...]     NAME: a file, or FILE:LINE

Each line of a block is an article of its own, marked up as it should come out: [surface](id) is a mention of a firm, [surface](type:id)
of something else; what is not marked is no mention. `\\n` stands for a line end, and `TITLE || ` before the text is the article's title.
"""
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def cases():
    for path in sorted(glob.glob(os.path.join(HERE, "*.md"))):
        inside = False
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                line = line.rstrip("\n")
                if line.startswith("```"):
                    inside = line.strip() == "```entities"
                elif inside and line.strip():
                    yield f"{os.path.basename(path)}:{number}", line


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


def tag(records):
    program = os.path.join(os.environ.get("BIN", "build/bin"), "xinpian-tag")
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    done = subprocess.run([program, "--types=entity"], input=lines.encode(), capture_output=True, timeout=60)
    if done.returncode:
        sys.exit(f"xinpian-tag ended with {done.returncode}: {done.stderr.decode()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main(wanted):
    chosen = [c for c in cases() if not wanted or any(c[0] == w or c[0].split(":")[0] == w for w in wanted)]
    records, expected = [], []
    for name, line in chosen:
        title, bar, body = line.partition(" || ")
        text, mentions = unmark(body if bar else line)
        records.append({"id": name, "title": title if bar else None, "text": text})
        expected.append(mentions)
    failed = False
    for record, want in zip(tag(records), expected):
        got = [(m["start"], m["text"], m["type"], m["id"]) for m in record["mentions"]]
        print(("ok " if got == want else "not ok ") + record["id"])
        if got != want:
            failed = True
            print(f"# {record['text']!r}")
            for m in want:
                if m not in got:
                    print(f"# missing: {m[1]} {m[2]}:{m[3]}")
            for m in got:
                if m not in want:
                    print(f"# not wanted: {m[1]} {m[2]}:{m[3]}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
