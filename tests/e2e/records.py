#!/usr/bin/python3
"""Checks records against lib/record.schema.json and against what a schema cannot say.

usage: records.py FILE.jsonl...     prints every fault as FILE:LINE; the status is 1 when there was one, or when there was no record
"""
import json
import os
import sys

import jsonschema

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../lib/record.schema.json")


def block_faults(record):
    """Every code point of the text but the joining newlines lies in exactly one block."""
    text, at = record["text"], 0
    for b in record["blocks"]:
        if not at <= b["start"] < b["end"] <= len(text):
            yield f"block {b} does not follow offset {at} in a text of {len(text)}"
            return
        if text[at:b["start"]].strip("\n"):
            yield f"text before block {b} lies in no block"
        if "\n" in text[b["start"]:b["end"]] and b["type"] not in ("table", "li", "quote"):
            yield f"block {b} holds a newline"
        at = b["end"]
    if text[at:].strip("\n"):
        yield f"text from {at} on lies in no block"


def mention_faults(record):
    """Spans say what the text says; entity mentions do not overlap; the entity rows count the mentions."""
    text, before, entity_end, seen = record["text"], 0, 0, {}
    for m in record.get("mentions", []):
        if text[m["start"]:m["end"]] != m["text"]:
            yield f"mention {m['text']!r} at {m['start']}: the text there is {text[m['start']:m['end']]!r}"
        if m["start"] < before:
            yield f"mention {m['text']!r} at {m['start']} stands before the one before it"
        before = m["start"]
        if m["kind"] == "entity":
            if m["start"] < entity_end:
                yield f"mention {m['text']!r} at {m['start']} overlaps another"
            entity_end = m["end"]
            first, count = seen.get(m["id"], (m["start"], 0))
            seen[m["id"]] = first, count + 1
    rows = {e["id"]: (e["first"], e["count"]) for e in record.get("entities", [])}
    if rows != seen:
        yield f"entities {rows} are not the mentions' {seen}"


def faults(validator, line):
    try:
        record = json.loads(line)
    except ValueError as fault:
        return [f"no JSON: {fault}"]
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in validator.iter_errors(record)]
    return found or [*block_faults(record), *mention_faults(record)]


def main(paths):
    with open(SCHEMA, encoding="utf-8") as f:
        validator = jsonschema.Draft202012Validator(json.load(f))
    validator.check_schema(validator.schema)
    bad = records = 0
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                records += 1
                for fault in faults(validator, line):
                    print(f"{path}:{number}: {fault}")
                    bad += 1
    if not records:
        print("no record in " + " ".join(paths))
    return 1 if bad or not records else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
