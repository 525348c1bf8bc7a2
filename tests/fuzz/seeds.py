#!/usr/bin/python3
"""Writes the inputs of a stage's spec examples as files: seeds.py STAGE FOLDER."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../spec"))
import spec


def main(stage, folder):
    for example in spec.examples(stage):
        with open(os.path.join(folder, example.name.replace(":", "-")), "wb") as f:
            f.write(example.input_bytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
