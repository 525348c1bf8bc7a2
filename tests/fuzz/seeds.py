#!/usr/bin/python3
"""Writes the inputs of a stage's spec examples as files: seeds.py STAGE FOLDER. For tag they are the marked sentences, unmarked."""
import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../spec"))
import spec


def sentences():
    """Name and bytes of every line of the blocks that mark names and numbers as [surface](what it is)."""
    for path in sorted(glob.glob(os.path.join(spec.HERE, "*.md"))):
        inside = False
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                if line.startswith("```"):
                    inside = not inside and line[3:].split()[:1] in (["numbers"], ["entities"])
                elif inside and line.strip():
                    yield f"{os.path.basename(path)}-{number}", re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", line).encode()


def main(stage, folder):
    inputs = sentences() if stage == "tag" else ((e.name.replace(":", "-"), e.input_bytes()) for e in spec.examples(stage))
    for name, data in inputs:
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
