#!/usr/bin/env python3
"""Differential test of xinpian-tag and cn2an (PyPI) on cn2an's own domain: one Chinese numeral, written by cn2an or by chance.

usage: cn2an_diff.py [--n N] [--tag BIN] [--dicts DIR]

Runs in a Python that has cn2an; without it one line says so and the status is 0. Values are compared as decimals. What the two read
differently is listed by class; every class must be one of EXPLAINED, or the status is 1.
"""
import argparse
import json
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
EXPLAINED = {
    "float": "cn2an keeps a fraction as a float",
    "elided": "一千零二十三万五: cn2an refuses or reads a trailing digit as units where the record elides the magnitude, as speech does",
    "cn2an refuses": "cn2an in smart mode raises an error",
    "not alone": "the record reads two numerals or a word where cn2an takes the whole string",
}


def written(rng, cn2an):
    """A numeral as cn2an writes it (lower, upper, direct), and its value."""
    v = rng.randrange(10 ** rng.randrange(1, 17))
    style = rng.choice(["low", "up", "low", "smart"])
    if style == "smart":
        k = rng.choice([("万", 4), ("亿", 8), ("百", 2), ("千", 3)])
        v = rng.randrange(1, 10000)
        return "%d%s" % (v, k[0])
    if rng.random() < 0.2:
        v = Decimal(v % 10 ** 6) / 1000
        return cn2an.an2cn(str(v), "low")
    return cn2an.an2cn(v, style)


def ours(a, texts):
    lines = "\n".join(json.dumps({"schema": "xinpian/article/1", "id": str(i), "published": None, "text": t}, ensure_ascii=False) for i, t in enumerate(texts))
    done = subprocess.run([a.tag, "-q", "-t", "number", "--dicts", a.dicts], input=lines, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    out = []
    for line, t in zip(done.stdout.splitlines(), texts):
        ms = json.loads(line)["mentions"]
        out.append(ms[0].get("value") if len(ms) == 1 and ms[0]["text"] == t else None)
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--n", type=int, default=20000)
    ap.add_argument("--tag", default=os.path.join(os.environ.get("BIN", "build/bin"), "xinpian-tag"))
    ap.add_argument("--dicts", default=os.path.join(HERE, "../../dicts"))
    a = ap.parse_args()
    try:
        import cn2an
    except ImportError:
        print("skipped: this Python has no cn2an")
        return 0
    rng = random.Random(20250918)
    texts = sorted({written(rng, cn2an) for _ in range(a.n)})
    same, classes, examples = 0, Counter(), defaultdict(list)
    for text, value in zip(texts, ours(a, texts)):
        try:
            theirs = cn2an.cn2an(text, "smart")
        except (ValueError, KeyError):
            theirs = None
        if value is not None and theirs is not None and Decimal(value) == Decimal(str(theirs)):
            same += 1
            continue
        if theirs is None:
            kind = "cn2an refuses"
        elif value is None:
            kind = "not alone"
        elif abs(Decimal(value) - Decimal(str(theirs))) < Decimal("0.000001"):
            kind = "float"
        else:
            kind = "different"
        classes[kind] += 1
        if len(examples[kind]) < 8:
            examples[kind].append((text, value, theirs))
    print("cn2an: %d of %d numerals read the same" % (same, len(texts)))
    for kind, n in classes.most_common():
        print("  %5d  %s: %s" % (n, kind, EXPLAINED.get(kind, "NOT EXPLAINED")))
        for e in examples[kind]:
            print("         ", *e)
    return 1 if set(classes) - set(EXPLAINED) else 0


if __name__ == "__main__":
    sys.exit(main())
