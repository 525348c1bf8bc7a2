#!/usr/bin/python3
"""Runs the sentences of tests/spec/*.md whose fenced block has the info string
`numbers [published=DATE] [region=TW] [warning=CODE]`; the warning is one that parse left in the record.

usage: run_numbers.py [NAME...]     NAME: a file, or FILE:LINE

Each line of a block is an article of its own, marked up as it should come out: [surface](TYPE VALUE UNIT KEY=VALUE...) is a number
mention; what is not marked is none. VALUE may be LO..HI, and UNIT is left out where the type has none. `mod`, `per` and `qual` must be
as said, and absent where nothing is said; `base` (VALUE:UNIT) is compared only where it is said. `\\n` stands for a line end, `\\t`
for a tab.
"""
import re
import sys

import marked

MARK = re.compile(r"\[([^\[\]]+)\]\(((?:percent|multiple|money|quantity|count|date|time|duration|ordinal|fraction|number) [^()]+)\)")
UNITLESS = ("date", "time", "duration", "ordinal", "fraction", "number")


def cases():
    """The sentences; their blocks' settings are checked."""
    for name, settings, line in marked.sentences("numbers"):
        if set(settings) - {"published", "region", "warning"}:
            sys.exit(f"{name}: expected published=DATE, region=TW or warning=CODE, found {settings}")
        yield name, settings, line


def mention(name, surface, words):
    """What a mark says, keyed as a record's mention is."""
    kind, value, *rest = words.split()
    m = {"text": surface, "type": kind}
    lo, dots, hi = value.partition("..")
    m.update({"lo": lo, "hi": hi} if dots else {"value": value})
    if kind not in UNITLESS:
        if not rest:
            sys.exit(f"{name}: [{surface}] has no unit")
        m["unit"] = rest.pop(0)
    for word in rest:
        key, equals, value = word.partition("=")
        if not equals or key not in ("mod", "per", "qual", "base"):
            sys.exit(f"{name}: [{surface}]: expected mod=, per=, qual= or base=, found {word!r}")
        m[key] = value
    return m


def unmark(name, line):
    """The text, and its mentions."""
    text, wanted, at = "", [], 0
    unescape = lambda s: s.replace("\\n", "\n").replace("\\t", "\t")
    for m in MARK.finditer(line):
        text += unescape(line[at:m.start()])
        wanted.append({"start": len(text), **mention(name, unescape(m[1]), m[2])})
        text += wanted[-1]["text"]
        at = m.end()
    return text + unescape(line[at:]), wanted


def record(name, settings, text):
    r = {"id": name, "text": text}
    if "published" in settings:
        r["published"] = settings["published"]
    if settings.get("region") == "TW":
        r["url"] = "https://news.example.tw/1"
    if "warning" in settings:
        r["warnings"] = [settings["warning"]]
    return r


def found(m, wanted):
    """A mention of the record in the form of a mark; `base` only where the mark at its place has one."""
    keys = ["start", "text", "type", "value", "lo", "hi", "unit", "mod", "per", "qual"]
    out = {k: m[k] for k in keys if k in m}
    if "base" in m and any(w["start"] == m["start"] and "base" in w for w in wanted):
        out["base"] = f"{m['base']['value']}:{m['base']['unit']}"
    return out


def show(m):
    value = m["value"] if "value" in m else f"{m['lo']}..{m['hi']}"
    tail = "".join(f" {k}={m[k]}" for k in ("mod", "per", "qual", "base") if k in m)
    return f"[{m['text']}]({m['type']} {value}{' ' + m['unit'] if 'unit' in m else ''}{tail})"


def main(wanted):
    records, expected = [], []
    for name, settings, line in marked.named(cases(), wanted):
        text, mentions = unmark(name, line)
        records.append(record(name, settings, text))
        expected.append(mentions)
    failed = False
    for r, want in zip(marked.tag(records), expected):
        got = [found(m, want) for m in r["mentions"] if m["kind"] == "number"]
        failed |= marked.verdict(r, want, got, show)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
