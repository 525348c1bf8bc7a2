"""Reads the examples of tests/spec/*.md: fenced blocks whose info string starts with `example STAGE`."""
import glob
import os
import re
import shlex
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


class Example:
    def __init__(self, path, line, stage, words, source, expected):
        self.name = f"{os.path.basename(path)}:{line}"
        self.stage = stage
        self.options = [w for w in words if not w.startswith("@")]
        self.directives = dict((w[1:].split("=", 1) + [""])[:2] for w in words if w.startswith("@"))
        self.source = source
        self.expected = expected

    def input_bytes(self):
        """The input as bytes: escapes undone and encoded as @escapes and @encoding say."""
        text = self.source
        if "file" in self.directives:
            with open(os.path.join(HERE, self.directives["file"]), encoding="utf-8", newline="") as f:
                text = f.read()
        codec = self.directives.get("encoding", "utf-8")
        if "escapes" not in self.directives:
            return text.encode(codec)
        out = b""
        for part in re.split(r"(\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]+\}|\\t)", text):
            if re.fullmatch(r"\\x..", part):
                out += bytes([int(part[2:], 16)])
            elif part.startswith("\\u"):
                out += chr(int(part[2:].strip("{}"), 16)).encode(codec)
            elif part == "\\t":
                out += b"\t"
            else:
                out += part.encode(codec)
        return out


def read_file(path):
    """Yields the examples of one file. A fence that is not closed, or has no `---` line, is an error of the file."""
    with open(path, encoding="utf-8", newline="\n") as f:
        lines = f.read().split("\n")
    i = 0
    while i < len(lines):
        start = re.fullmatch(r"(`{3,})\s*example (\w+)(.*)", lines[i])
        if not start:
            i += 1
            continue
        end = next((j for j in range(i + 1, len(lines)) if lines[j].rstrip() == start[1]), None)
        if end is None:
            sys.exit(f"{path}:{i + 1}: the fence is not closed")
        body = lines[i + 1:end]
        if "---" not in body:
            sys.exit(f"{path}:{i + 1}: expected a line `---` between input and result")
        cut = len(body) - 1 - body[::-1].index("---")
        yield Example(path, i + 1, start[2], shlex.split(start[3]), "\n".join(body[:cut]) + "\n", body[cut + 1:])
        i = end + 1


def examples(stage):
    for path in sorted(glob.glob(os.path.join(HERE, "*.md"))):
        yield from (e for e in read_file(path) if e.stage == stage)


def report(example, why):
    """Prints the case's line: ok when `why` is empty."""
    print(("not ok " if why else "ok ") + example.name)
    for line in why:
        for part in str(line).split("\n"):
            print("# " + part)
